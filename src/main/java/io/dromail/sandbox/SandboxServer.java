package io.dromail.sandbox;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.server.ProtocolHandler;
import com.icegreen.greenmail.smtp.SmtpConnection;
import com.icegreen.greenmail.smtp.SmtpHandler;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.smtp.SmtpState;
import com.icegreen.greenmail.smtp.commands.SmtpCommand;
import com.icegreen.greenmail.smtp.commands.SmtpCommandRegistry;
import com.icegreen.greenmail.util.ServerSetup;
import java.net.Socket;
import java.net.SocketException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * GreenMail's SMTP server. Its DATA command hands the mail to the mailbox: GreenMail's own store
 * would keep a copy for each recipient, and all of them for ever.
 */
final class SandboxServer extends SmtpServer {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
  private static final int START_TIMEOUT_MS = 5_000;
  // RFC 5321 section 4.5.3.2.7
  private static final int COMMAND_TIMEOUT_MS = 300_000;

  /** A page in a browser that posts to this port, with SMTP in what it posts. */
  private static final SmtpCommand HANG_UP =
      new SmtpCommand() {
        @Override
        public void execute(
            SmtpConnection connection, SmtpState state, SmtpManager manager, String commandLine) {
          connection.quit();
        }
      };

  private final SmtpCommandRegistry commands;

  private SandboxServer(Mailbox mailbox, String host, int port) {
    super(new ServerSetup(port, host, ServerSetup.PROTOCOL_SMTP), new Managers());
    SmtpCommand data = new KeepData(mailbox);
    commands =
        new SmtpCommandRegistry() {
          @Override
          public SmtpCommand getCommand(String name) {
            return switch (name) {
              case "DATA" -> data;
              case "POST" -> HANG_UP;
              default -> super.getCommand(name);
            };
          }
        };
    setClientSocketTimeout(COMMAND_TIMEOUT_MS);
    setDaemon(true);
  }

  static SandboxServer started(Mailbox mailbox, String host, int port) {
    SandboxServer server = new SandboxServer(mailbox, host, port);
    server.startService();
    try {
      if (!server.waitTillRunning(START_TIMEOUT_MS)) {
        throw new IllegalStateException("The sandbox can't listen on " + host + ":" + port + ".");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the sandbox was starting", e);
    }
    return server;
  }

  @Override
  protected ProtocolHandler createProtocolHandler(Socket client) {
    try {
      client.setTcpNoDelay(true);
    } catch (SocketException gone) {
      LOG.debug("A client is gone before the greeting", gone);
    }
    return new SmtpHandler(commands, managers.getSmtpManager(), client) {
      @Override
      public void run() {
        try {
          super.run();
        } catch (IllegalStateException gone) {
          LOG.debug("A client is gone without QUIT", gone);
        }
      }
    };
  }
}
