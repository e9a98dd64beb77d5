using System.Net;
using System.Net.Sockets;

namespace CustomerIo.Resilience.Testing.Simulation;

/// <summary>
/// Keeps the ports of a simulator that is down: connections are refused, and nobody else gets the port meanwhile, as a
/// connection that somebody opens could.
/// </summary>
internal sealed class KeptPorts : IDisposable
{
    private readonly List<Socket> _sockets = [];

    public KeptPorts(params ReadOnlySpan<int> ports)
    {
        foreach (int port in ports)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            }
            catch (SocketException)
            {
                // Somebody has it already, or the last connection is not quite over: it stays to chance then.
            }
        }
    }

    public void Dispose() => _sockets.ForEach(static socket => socket.Dispose());
}
