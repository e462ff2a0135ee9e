package io.dromail.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * A Postfix of the test's own: its configuration, queue, log and passwords are in a temporary
 * folder, it listens on a free port of 127.0.0.1, and it hands every mail on to {@link #sink()}. It
 * requires TLS (RFC 3207) and a login (RFC 4954), and doesn't know {@code nobody@example.org}.
 */
public final class RealPostfix implements AutoCloseable {
  public static final String REFUSED = "nobody@example.org";

  private static final String REQUIRED = "DROMAIL_TEST_REQUIRE_POSTFIX";
  private static final String POSTFIX = "/usr/sbin/postfix";
  private static final String PASSWORDS = "/usr/sbin/saslpasswd2";
  private static final String REALM = "dromail.test";
  private static final String PASSWORD = "a+secret/with:signs";
  private static final Duration SOON = Duration.ofSeconds(60);

  /** Its services; nothing runs in a chroot. */
  private static final String MASTER =
      """
      127.0.0.1:%d inet n - n - - smtpd
      pickup unix n - n 60 1 pickup
      cleanup unix n - n - 0 cleanup
      qmgr unix n - n 300 1 qmgr
      rewrite unix - - n - - trivial-rewrite
      bounce unix - - n - 0 bounce
      defer unix - - n - 0 bounce
      trace unix - - n - 0 bounce
      flush unix n - n - 0 flush
      proxymap unix - - n - - proxymap
      smtp unix - - n - - smtp
      relay unix - - n - - smtp
      showq unix n - n - - showq
      error unix - - n - - error
      retry unix - - n - - error
      anvil unix - - n - 1 anvil
      scache unix - - n - 1 scache
      tlsmgr unix - - n - 1 tlsmgr
      postlog unix-dgram n - n - 1 postlogd
      """;

  private final Path folder = DebianPackage.folder("dromail-postfix");
  private final Path configuration = folder.resolve("etc");
  private final Path log = folder.resolve("mail.log");
  private final int port = DebianPackage.freePort();
  private final ScriptedSmtpServer sink = ScriptedSmtpServer.start();
  private final Map<String, String> settings = new TreeMap<>();
  private boolean running;

  private RealPostfix(TestCertificates certificates) throws IOException {
    Path sasl = Files.createDirectories(configuration.resolve("sasl"));
    Files.createDirectory(folder.resolve("queue"));
    give(Files.createDirectory(folder.resolve("data")));
    // Stopped amid a mail, it has its queue checked at the next start by one who may write only to
    // what is Postfix's.
    give(Files.createFile(log));
    Path chain = folder.resolve("chain.pem");
    Files.writeString(chain, certificates.keyPem() + certificates.pem());
    Files.writeString(configuration.resolve("master.cf"), MASTER.formatted(port));
    Files.writeString(configuration.resolve("recipients"), "!/^" + REFUSED + "$/ OK\n");
    Path passwords = sasl.resolve("passwords");
    Files.writeString(
        sasl.resolve("smtpd.conf"),
        "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: " + passwords + "\n");
    setPassword(PASSWORD);
    give(passwords);
    settings.put("compatibility_level", "3.6");
    settings.put("queue_directory", folder.resolve("queue").toString());
    settings.put("data_directory", folder.resolve("data").toString());
    settings.put("maillog_file", log.toString());
    settings.put("maillog_file_prefixes", folder.toString());
    settings.put("myhostname", "relay." + REALM);
    settings.put("mydestination", "");
    settings.put("alias_maps", "");
    settings.put("alias_database", "");
    settings.put("inet_interfaces", "127.0.0.1");
    settings.put("inet_protocols", "ipv4");
    settings.put("smtpd_peername_lookup", "no");
    settings.put("relayhost", "[127.0.0.1]:" + sink.port());
    settings.put("relay_domains", "example.org");
    settings.put("relay_recipient_maps", "regexp:" + configuration.resolve("recipients"));
    settings.put("smtpd_relay_restrictions", "permit_sasl_authenticated, reject");
    settings.put("smtpd_tls_security_level", "encrypt");
    settings.put("smtpd_tls_chain_files", chain.toString());
    settings.put("smtpd_tls_received_header", "yes");
    settings.put("smtpd_sasl_authenticated_header", "yes");
    settings.put("smtpd_sasl_auth_enable", "yes");
    settings.put("smtpd_sasl_local_domain", REALM);
    settings.put("smtpd_sasl_mechanism_filter", "plain, login");
    settings.put("message_size_limit", "26000000");
    // What is deferred once more while it reloads isn't left for minutes.
    settings.put("queue_run_delay", "2s");
    settings.put("minimal_backoff_time", "2s");
    settings.put("maximal_backoff_time", "2s");
    writeSettings();
    startAgain();
  }

  /** Starts it; sink and Postfix end with {@link #close()}. */
  public static RealPostfix start(TestCertificates certificates) {
    try {
      return new RealPostfix(certificates);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Whether it can be run; if not, says so on the console.
   *
   * @throws IllegalStateException if it has to be there
   */
  public static boolean isThere() {
    return DebianPackage.isThere("Postfix", true, REQUIRED, POSTFIX, PASSWORDS);
  }

  /** Where it is, with user and password. */
  public String url() {
    return "smtp://shop%40" + REALM + ":a%2Bsecret%2Fwith%3Asigns@127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Who gets the mails from it. */
  public ScriptedSmtpServer sink() {
    return sink;
  }

  /** What it has written so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes a line of main.cf; clients that are connected keep what there was. */
  public void set(String name, String value) {
    change(name, value);
    DebianPackage.run("", POSTFIX, "-c", configuration.toString(), "reload");
  }

  /** Starts it with another line in main.cf: no process of it that has what there was is left. */
  public void startAgainWith(String name, String value) {
    stop();
    change(name, value);
    startAgain();
  }

  /** Somebody gives the user another password, without telling us. */
  public void changePassword() {
    setPassword("another one");
  }

  /** The password is what it was. */
  public void restorePassword() {
    setPassword(PASSWORD);
  }

  /** Keeps what it takes, until {@link #deliver()}. */
  public void hold() {
    set("defer_transports", "smtp, relay");
  }

  /** Hands on what it has. */
  public void deliver() {
    set("defer_transports", "");
    DebianPackage.run("", "/usr/sbin/postqueue", "-c", configuration.toString(), "-f");
  }

  /** An outage; what it has taken stays in its queue. */
  public void stop() {
    running = false;
    DebianPackage.run("", POSTFIX, "-c", configuration.toString(), "stop");
  }

  public void startAgain() {
    DebianPackage.run("", POSTFIX, "-c", configuration.toString(), "start");
    running = true;
    Awaitility.await("Postfix").atMost(SOON).until(this::listens);
  }

  @Override
  public void close() {
    if (running) {
      stop();
    }
    sink.close();
    Folders.delete(folder);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void setPassword(String password) {
    String passwords = configuration.resolve("sasl").resolve("passwords").toString();
    DebianPackage.run(password, PASSWORDS, "-c", "-p", "-f", passwords, "-u", REALM, "shop");
  }

  private void change(String name, String value) {
    settings.put(name, value);
    try {
      writeSettings();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeSettings() throws IOException {
    Files.writeString(
        configuration.resolve("main.cf"),
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
            .collect(Collectors.joining()));
  }

  private static void give(Path path) throws IOException {
    UserPrincipal postfix =
        path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postfix");
    Files.setOwner(path, postfix);
  }
}
