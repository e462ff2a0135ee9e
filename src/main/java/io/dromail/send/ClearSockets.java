package io.dromail.send;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Makes the sockets of a profile below TLS or without it, and remembers the last one that a thread
 * made: Angus Mail keeps it to itself, and its mails go without Angus Mail.
 */
final class ClearSockets extends SocketFactory {

  private final ThreadLocal<Socket> last = new ThreadLocal<>();

  /** The last one that this thread made, or null. */
  Socket take() {
    Socket socket = last.get();
    last.remove();
    return socket;
  }

  private Socket noted(Socket socket) {
    last.set(socket);
    return socket;
  }

  @Override
  public Socket createSocket() {
    return noted(new Socket());
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return noted(new Socket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return noted(new Socket(host, port, local, localPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return noted(new Socket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return noted(new Socket(host, port, local, localPort));
  }
}
