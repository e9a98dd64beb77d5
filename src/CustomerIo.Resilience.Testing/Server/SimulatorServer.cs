using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>Kestrel by itself, without host, middleware or logs, on two ports of the loopback interface.</summary>
internal sealed class SimulatorServer : IDisposable
{
    private readonly KestrelServer _kestrel;

    private SimulatorServer(SimulatorAddresses addresses)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        options.Limits.KeepAliveTimeout = TimeSpan.FromHours(1);
        options.Listen(IPAddress.Loopback, addresses.HomePort, Http1);
        options.Listen(IPAddress.Loopback, addresses.OtherPort, Http1);
        _kestrel = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance),
            NullLoggerFactory.Instance);
    }

    /// <summary>Listens; ports that were 0 in the addresses are those that were free, from now on.</summary>
    public static async Task<SimulatorServer> StartAsync(
        SimulatorAddresses addresses, SimulatorApplication application, CancellationToken cancellationToken)
    {
        var server = new SimulatorServer(addresses);
        try
        {
            await server._kestrel.StartAsync(application, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            server.Dispose();
            throw;
        }

        var ports = server._kestrel.Features.Get<IServerAddressesFeature>()!.Addresses
            .Select(address => new Uri(address).Port)
            .ToArray();
        addresses.HomePort = ports[0];
        addresses.OtherPort = ports[1];
        return server;
    }

    /// <summary>Closes the ports and aborts every open connection, without waiting for requests under way.</summary>
    public async Task StopAsync() =>
        await _kestrel.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);

    public void Dispose() => _kestrel.Dispose();

    private static void Http1(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;
}
