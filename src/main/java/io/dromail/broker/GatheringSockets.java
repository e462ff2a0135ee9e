package io.dromail.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Sockets without TLS, on which a {@link Gathering} may write. */
final class GatheringSockets extends SocketFactory {

  @Override
  public Socket createSocket() {
    return new GatheringSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return createSocket(InetAddress.getByName(host), port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(InetAddress.getByName(host), port, localHost, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return new GatheringSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return new GatheringSocket(host, port, localHost, localPort);
  }

  private static final class GatheringSocket extends Socket {
    private GatheringStream out;

    GatheringSocket() {}

    GatheringSocket(InetAddress host, int port) throws IOException {
      super(host, port);
    }

    GatheringSocket(InetAddress host, int port, InetAddress localHost, int localPort)
        throws IOException {
      super(host, port, localHost, localPort);
    }

    @Override
    public synchronized OutputStream getOutputStream() throws IOException {
      if (out == null) {
        out = new GatheringStream(super.getOutputStream());
      }
      return out;
    }
  }
}
