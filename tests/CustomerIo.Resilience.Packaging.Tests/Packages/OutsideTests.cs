using System.Runtime.InteropServices;
using CustomerIo.Resilience.Packaging.Tests.Support;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>What somebody does who installs the packages: build, publish, run.</summary>
[Collection(PackageCollection.Name)]
[Trait("Category", "packaging")]
public sealed class OutsideTests(PackedPackages packages)
{
    private const string FirstSnippetUsings = SnippetCompiler.Usings;

    private const string WithSimulator =
        """
        await using var simulator = await CustomerIo.Resilience.Testing.CustomerIoSimulator.StartAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["CustomerIo:SiteId"] = simulator.SiteId,
            ["CustomerIo:TrackApiKey"] = simulator.TrackApiKey,
            ["CustomerIo:TrackAddress"] = simulator.TrackAddress.AbsoluteUri,
        });
        """;

    private const string AndCall =
        """
        builder.Services.AddSingleton<Orders>();
        using var host = builder.Build();
        await host.StartAsync();
        var orders = host.Services.GetRequiredService<Orders>();
        var viewed = orders.Viewed("42", "lamp");
        var placed = await orders.PlacedAsync("42", 12.5m);
        await host.StopAsync();
        Console.WriteLine($"{viewed.Status} {placed.Status} {simulator.EventsOf("42").Count}");
        """;

    private const string SelfContained =
        """
        using System;
        using CustomerIo.Resilience;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { Args = args });
        builder.Services.AddCustomerIo(builder.Configuration.GetSection("CustomerIo"));
        builder.Services.AddHealthChecks().AddCustomerIo();
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<ICustomerIoClient>();
        await client.IdentifyAsync("42", new() { ["plan"] = "pro", ["since"] = DateTimeOffset.UnixEpoch });
        var result = await client.TrackAsync("42", "order_placed", new() { ["total"] = 12.5m });
        await host.StopAsync();
        Console.WriteLine($"{result.Status} on .NET {Environment.Version.Major}");
        """;

    [Fact]
    public async Task The_first_snippet_of_the_readme_runs_with_nothing_but_the_packages()
    {
        string program = Readme.Snippets[0].ToProgram(FirstSnippetUsings, WithSimulator, AndCall);
        OutsideProject project = await OutsideProject.WriteAsync(
            packages, "FirstCall", "net10.0", program, PackedPackages.Names);

        string output = await project.RunAsync();

        output.Trim().ShouldBe("Queued Delivered 2");
    }

    [Fact]
    public async Task An_application_for_dotnet_8_with_its_own_runtime_delivers()
    {
        OutsideProject project = await OutsideProject.WriteAsync(
            packages, "OnNet8", "net8.0", SelfContained, "CustomerIo.Resilience");
        await project.PublishAsync(RuntimeInformation.RuntimeIdentifier);

        await Delivers(project, "Delivered on .NET 8");
    }

    [Fact]
    public async Task A_trimmed_application_for_dotnet_10_publishes_without_a_warning_and_delivers()
    {
        OutsideProject project = await OutsideProject.WriteAsync(
            packages, "Trimmed", "net10.0", SelfContained, "CustomerIo.Resilience");
        await project.PublishAsync(
            RuntimeInformation.RuntimeIdentifier, "-p:PublishTrimmed=true", "-p:TrimmerSingleWarn=false");

        await Delivers(project, "Delivered on .NET 10");
    }

    private static async Task Delivers(OutsideProject project, string expected)
    {
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();

        string output = await project.RunPublishedAsync(
            $"--CustomerIo:SiteId={simulator.SiteId}",
            $"--CustomerIo:TrackApiKey={simulator.TrackApiKey}",
            $"--CustomerIo:TrackAddress={simulator.TrackAddress}");

        output.Trim().ShouldBe(expected);
        simulator.EventsOf("42").Count.ShouldBe(1);
        simulator.Person("42").ShouldNotBeNull();
    }
}
