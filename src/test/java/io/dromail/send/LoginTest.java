package io.dromail.send;

import static io.dromail.testing.Stage.AUTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.SmtpFailure;
import io.dromail.mail.SmtpFailure.Stage;
import io.dromail.testing.CapturedLog;
import io.dromail.testing.ReceivedMail;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.TokenServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way to log in, over the wire. */
@Timeout(60)
class LoginTest {

  private static final String USER = "office@example.com";

  private final ScriptedSmtpServer server = ScriptedSmtpServer.start();
  private final TokenServer endpoint = TokenServer.start();
  private final CapturedLog log = new CapturedLog();
  private final List<PooledMailSender> senders = new ArrayList<>();
  @TempDir private Path data;

  @AfterEach
  void close() {
    senders.forEach(PooledMailSender::close);
    endpoint.close();
    server.close();
    log.close();
    assertThat(log.text())
        .doesNotContain(LoginBlock.PASSWORD, LoginBlock.CLIENT_SECRET, "token-1", "token-2");
  }

  @ParameterizedTest
  @CsvSource({
    "auto,PLAIN LOGIN,LOGIN",
    "auto,PLAIN,PLAIN",
    "plain,PLAIN LOGIN CRAM-MD5,PLAIN",
    "login,PLAIN LOGIN CRAM-MD5,LOGIN",
    "cram-md5,PLAIN LOGIN CRAM-MD5,CRAM-MD5"
  })
  void logsInWithAPassword(String mechanism, String offered, String used) throws Exception {
    server.requireLogin(USER, LoginBlock.PASSWORD).advertise("AUTH " + offered);

    sender(password(mechanism, LoginBlock.PASSWORD)).send(Outgoing.mail());

    assertLoggedIn(1);
    assertThat(server.commands()).anyMatch(command -> command.contains("AUTH " + used));
  }

  @ParameterizedTest
  @CsvSource({"auto,PLAIN", "plain,PLAIN", "login,LOGIN", "cram-md5,CRAM-MD5"})
  void tellsWhenAPasswordIsRefused(String mechanism, String offered) {
    server.requireLogin(USER, "another").advertise("AUTH " + offered);

    SmtpFailure failure = failure(sender(password(mechanism, LoginBlock.PASSWORD)));

    assertThat(failure.stage()).isEqualTo(Stage.LOGIN);
    assertThat(failure.replyCode()).isEqualTo(535);
    assertThat(failure.enhancedCode()).isEqualTo("5.7.8");
    assertThat(failure)
        .hasMessage(
            "127.0.0.1:" + server.port() + " refused the login: 535 5.7.8 wrong user or password");
    assertThat(server.connections()).as("a password is tried once").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"cram-md5,PLAIN LOGIN", "plain,LOGIN", "login,PLAIN", "auto,XOAUTH2"})
  void usesNothingElseThanWhatWasChosen(String mechanism, String offered) {
    server.requireLogin(USER, LoginBlock.PASSWORD).advertise("AUTH " + offered);

    SmtpFailure failure = failure(sender(password(mechanism, LoginBlock.PASSWORD)));

    assertThat(failure.stage()).isEqualTo(Stage.LOGIN);
    assertThat(failure.replyCode()).isEqualTo(-1);
    assertThat(server.reachedCount(AUTH)).isZero();
  }

  @Test
  void sendsWithoutALoginWhereNoneIsAsked() throws Exception {
    server.advertise("AUTH PLAIN");

    sender(LoginBlock.of("mechanism", "none")).send(Outgoing.mail());

    assertThat(server.mails().get(0).authenticatedUser()).isEmpty();
  }

  @Test
  void sharesATokenAmongConnections() throws Exception {
    server.requireToken(USER, endpoint::isValid);
    PooledMailSender sender = sender(1);

    for (int i = 0; i < 3; i++) {
      sender.send(Outgoing.mail());
    }

    assertLoggedIn(3);
    assertThat(server.connections()).isEqualTo(3);
    assertThat(endpoint.requests()).hasSize(1);
  }

  @Test
  void replacesATokenThatTheServerNoLongerTakes() throws Exception {
    server.requireToken(USER, endpoint::isValid);
    PooledMailSender sender = sender(1);
    sender.send(Outgoing.mail());
    endpoint.revoke();

    sender.send(Outgoing.mail());

    assertLoggedIn(2);
    assertThat(endpoint.requests()).hasSize(2);
    assertThat(server.reachedCount(AUTH)).isEqualTo(3);
  }

  @Test
  void givesUpWhenTheNewTokenIsRefusedToo() {
    server.requireToken(USER, token -> false);
    PooledMailSender sender = sender(1);

    SmtpFailure failure = failure(sender);

    assertThat(failure.stage()).isEqualTo(Stage.LOGIN);
    assertThat(failure.replyCode()).as("after the 334 with JSON in it").isEqualTo(535);
    assertThat(endpoint.requests()).hasSize(2);
    assertThat(server.reachedCount(AUTH)).isEqualTo(2);
    assertThat(failure(sender).replyCode()).isEqualTo(535);
    assertThat(endpoint.requests()).as("not a token a mail").hasSize(2);
    assertThat(sender.state().isUp()).isFalse();
    assertThat(sender.state().toString()).doesNotContain("token-");
  }

  @Test
  void keepsATokenWhenTheServerIsBusy() throws Exception {
    server.requireToken(USER, endpoint::isValid).at(AUTH).once().reply(454, "4.7.0 later");
    PooledMailSender sender = sender(1);

    assertThat(failure(sender).replyCode()).isEqualTo(454);
    sender.send(Outgoing.mail());

    assertThat(endpoint.requests()).hasSize(1);
  }

  @Test
  void doesNotConnectWithoutAToken() {
    server.requireToken(USER, endpoint::isValid);
    endpoint.fail(401, "{\"error\":\"invalid_client\"}");

    SmtpFailure failure = failure(sender(1));

    assertThat(failure.replyCode()).isEqualTo(535);
    assertThat(failure).hasMessageContaining("invalid_client");
    assertThat(server.connections()).isZero();
  }

  private void assertLoggedIn(int mails) {
    assertThat(server.mails())
        .hasSize(mails)
        .extracting(ReceivedMail::authenticatedUser)
        .containsOnly(Optional.of(USER));
    assertThat(server.transcript()).noneMatch(line -> line.contains(LoginBlock.PASSWORD));
  }

  private static SmtpFailure failure(PooledMailSender sender) {
    SmtpFailure failure =
        catchThrowableOfType(SmtpFailure.class, () -> sender.send(Outgoing.mail()));
    assertThat(failure)
        .hasMessageNotContainingAny(LoginBlock.PASSWORD, LoginBlock.CLIENT_SECRET, "token-1");
    return failure;
  }

  private static LoginBlock password(String mechanism, String password) {
    return LoginBlock.of("mechanism", mechanism, "user", USER, "password", password);
  }

  /** Logs in with tokens. */
  private PooledMailSender sender(int mailsPerConnection) {
    return sender(LoginBlock.clientCredentials(endpoint.url()), mailsPerConnection);
  }

  private PooledMailSender sender(LoginBlock block) {
    return sender(block, 100);
  }

  private PooledMailSender sender(LoginBlock block, int mailsPerConnection) {
    SmtpProfile profile = Outgoing.profile(server.url());
    profile.setMailsPerConnection(mailsPerConnection);
    ServerAccess access =
        new ServerAccess(Outgoing.access(profile).profile(), Logins.of(block.settings(), data));
    PooledMailSender sender = new PooledMailSender(access, Outgoing.deliveries(), new FreeLimits());
    senders.add(sender);
    return sender;
  }
}
