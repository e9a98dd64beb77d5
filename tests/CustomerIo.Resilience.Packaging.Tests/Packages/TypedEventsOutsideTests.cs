using System.Runtime.InteropServices;
using CustomerIo.Resilience.Testing;

namespace CustomerIo.Resilience.Packaging.Tests.Packages;

/// <summary>Typed events in a project that has nothing but the package.</summary>
[Collection(PackageCollection.Name)]
[Trait("Category", "packaging")]
public sealed class TypedEventsOutsideTests(PackedPackages packages)
{
    private const string Types =
        """
        using System;
        using System.Collections.Generic;
        using CustomerIo.Resilience;

        namespace Shop;

        [CustomerIoEvent("checkout_completed")]
        public sealed partial record CheckoutCompleted(string OrderId, decimal Total, int Items);

        [CustomerIoAttributes]
        public sealed partial record Profile(string Email, DateTimeOffset? CreatedAt = null);

        """;

    private const string Program =
        """
        using System;
        using CustomerIo.Resilience;
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;
        using Shop;

        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { Args = args });
        builder.Services.AddCustomerIo(builder.Configuration.GetSection("CustomerIo"));
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<ICustomerIoClient>();
        await client.IdentifyAsync("42", new Profile("a@example.com", DateTimeOffset.UnixEpoch));
        var result = await client.TrackAsync("42", new CheckoutCompleted("o-17", 99.90m, 3));
        await host.StopAsync();
        Console.WriteLine($"{result.Status} {CustomerIoEvents.All[0].Name}");
        """;

    private const string DoesNothing = "System.Console.WriteLine();";

    [Fact]
    public async Task A_trimmed_application_with_typed_events_publishes_without_a_warning_and_delivers()
    {
        OutsideProject project = await WriteAsync("Shop", Program);
        await project.PublishAsync(
            RuntimeInformation.RuntimeIdentifier,
            "-p:PublishTrimmed=true",
            "-p:TrimmerSingleWarn=false",
            "-p:IsAotCompatible=true");
        await using CustomerIoSimulator simulator = await CustomerIoSimulator.StartAsync();

        string output = await project.RunPublishedAsync(
            $"--CustomerIo:SiteId={simulator.SiteId}",
            $"--CustomerIo:TrackApiKey={simulator.TrackApiKey}",
            $"--CustomerIo:TrackAddress={simulator.TrackAddress}");

        output.Trim().ShouldBe("Delivered checkout_completed");
        simulator.Requests[^1].BodyText().ShouldContain(
            "\"name\":\"checkout_completed\",\"attributes\":{\"order_id\":\"o-17\",\"total\":99.90,\"items\":3}");
    }

    [Fact]
    public async Task What_is_wrong_does_not_compile_and_says_why_in_its_place()
    {
        OutsideProject project = await WriteAsync("Wrong", DoesNothing);
        await project.AddAsync("Wrong.cs", """
            using System;
            using CustomerIo.Resilience;

            namespace Wrong;

            [CustomerIoEvent("not_partial")]
            public record NotPartial(string Text);

            [CustomerIoEvent("checkout_completed")]
            public partial record Twice(TimeSpan Took, DateTime At);

            [CustomerIoEvent("")]
            public partial record Blank([property: CustomerIoName("recipient")] string To);

            public static class Calls
            {
                public static void WrongShape(ICustomerIoClient client) => client.TrackAsync("42", new Shop.Profile("a"));
                public static void WrongRole(ICustomerIoClient one) => one.IdentifyAsync("42", new Twice(default, default));
                public static void WrongMember(IBatchTracker one) => one.Enqueue("42", new Shop.CheckoutCompleted("o", "99.90", 3));
            }
            """);

        string[] ids = await project.FailToBuildAsync();

        ids.ShouldBe(
        [
            "Wrong.cs(10) CIO1008",
            "Wrong.cs(10) CIO1009",
            "Wrong.cs(12) CIO1002",
            "Wrong.cs(13) CIO1006",
            "Wrong.cs(17) CS0311",
            "Wrong.cs(18) CS0311",
            "Wrong.cs(19) CS1503",
            "Wrong.cs(7) CIO1001",
            "Wrong.cs(9) CIO1005",
        ]);
    }

    [Fact]
    public async Task The_tracking_plan_is_written_from_code_and_then_holds_the_code_to_it()
    {
        OutsideProject project = await WriteAsync("Planned", DoesNothing);

        await project.DotNetAsync("build", "-t:CustomerIoWritePlan", "-restore");

        (await project.ReadAsync("customerio.plan.json")).Trim().ShouldBe("""
            {
              "events": {
                "checkout_completed": {
                  "order_id": "string",
                  "total": "number",
                  "items": "integer"
                }
              }
            }
            """);
        await project.DotNetAsync("build", "-warnaserror");
        await project.AddAsync("Types.cs", Types.Replace("int Items", "string Items", StringComparison.Ordinal));
        (await project.FailToBuildAsync()).ShouldContain("Types.cs(8) CIO1025");
        await project.DotNetAsync("build", "-t:CustomerIoWritePlan");
        (await project.ReadAsync("customerio.plan.json")).ShouldContain("\"items\": \"string\"");
    }

    [Fact]
    public async Task The_plan_of_a_project_for_several_frameworks_is_written_too_and_any_name_survives()
    {
        OutsideProject project = await WriteAsync("net10.0;net8.0", "Several-Frameworks", DoesNothing);
        await project.AddAsync("Odd.cs", """
            [CustomerIo.Resilience.CustomerIoEvent("a \\ \"b\"; 100% @(c) $(d)")]
            public sealed partial record Odd;
            """);
        await project.AddAsync("Directory.Build.props", """
            <Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput><NoWarn>CIO1004</NoWarn></PropertyGroup></Project>
            """);

        await project.DotNetAsync("build", "-t:CustomerIoWritePlan", "-restore");

        (await project.ReadAsync("customerio.plan.json")).ShouldContain("""
            "a \\ \"b\"; 100% @(c) $(d)": {}
            """);
        await project.DotNetAsync("build", "-warnaserror");
    }

    private Task<OutsideProject> WriteAsync(string name, string program) => WriteAsync("net10.0", name, program);

    private async Task<OutsideProject> WriteAsync(string frameworks, string name, string program)
    {
        OutsideProject project = await OutsideProject.WriteAsync(packages, name, frameworks, program, "CustomerIo.Resilience");
        await project.AddAsync("Types.cs", Types);
        return project;
    }
}
