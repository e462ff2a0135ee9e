package io.dromail.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dromail.mail.OutgoingMail;
import io.dromail.mail.ProfilePaused;
import io.dromail.mail.Renewal;
import io.dromail.testing.ScriptedSmtpServer;
import io.dromail.testing.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Profiles that are replaced while mails go through them, with real connections. */
@Timeout(60)
class ProfilesRenewalTest {

  @TempDir private Path routes;
  private final ScriptedSmtpServer first = ScriptedSmtpServer.start();
  private final ScriptedSmtpServer second = ScriptedSmtpServer.start();
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final SmtpProfiles profiles = Outgoing.profiles(new FreeLimits());

  @BeforeEach
  void wire() throws Exception {
    bind("first", Outgoing.profile(first.url()));
    bind("second", Outgoing.profile(second.url()));
    profiles.setCamelContext(context);
    send("first");
    send("second");
  }

  @AfterEach
  void close() throws Exception {
    profiles.close();
    context.close();
    first.close();
    second.close();
  }

  @Test
  void aProfileThatSaysTheSameKeepsItsConnectionsAndItsPause() throws Exception {
    PooledMailSender before = profiles.sender("first");
    profiles.pause("second", Duration.ofMinutes(5), "535 no");
    bind("first", Outgoing.profile(first.url()));

    renew();
    send("first");

    assertThat(profiles.sender("first")).isSameAs(before);
    assertThat(first.connections()).isEqualTo(1);
    assertThat(profiles.isUp()).isFalse();
  }

  @Test
  void aChangedProfileCountsFromTheBeginOnAndLetsItsOldConnectionsGo() throws Exception {
    PooledMailSender before = profiles.sender("first");
    bind("first", changed(first.url()));

    Renewal renewal = profiles.renew(routes, routes);
    assertThat(profiles.sender("first")).isSameAs(before);
    renewal.begin();
    assertThat(profiles.sender("first").profile().connections()).isEqualTo(7);
    assertThat(profiles.states().get("data").get(0).connections().limit()).isEqualTo(7);
    renewal.end();

    assertThat(before.state().connections().open()).isZero();
    send("first");
    assertThat(first.connections()).isEqualTo(2);
  }

  @Test
  void goesBackToTheConnectionsOfBefore() throws Exception {
    PooledMailSender before = profiles.sender("first");
    bind("first", changed(first.url()));

    Renewal renewal = profiles.renew(routes, routes);
    renewal.begin();
    send("first");
    PooledMailSender next = profiles.sender("first");
    renewal.back();
    send("first");

    assertThat(profiles.sender("first")).isSameAs(before);
    assertThat(next.state().connections().open()).isZero();
    assertThat(first.connections()).isEqualTo(2);
  }

  @Test
  void mailsInWorkOverAProfileThatIsGoneAreSent() throws Exception {
    first.at(Stage.END_OF_DATA).once().hang();
    PooledMailSender before = profiles.sender("first");
    OutgoingMail inWork = Outgoing.mail();
    CompletableFuture<Void> sending =
        CompletableFuture.runAsync(
            () -> {
              try {
                before.send(inWork);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    await().until(() -> before.state().connections().inUse() == 1);
    context.getRegistry().unbind("first");

    renew();

    assertThat(profiles.sender("first")).isNull();
    assertThat(profiles.assigned("first")).isSameAs(before);
    assertThatThrownBy(() -> profiles.assigned("nobody")).isInstanceOf(ProfilePaused.class);
    first.release();
    sending.get();
    assertThat(first.mails()).hasSize(2);
    await().until(() -> before.state().connections().open() == 0);
    renew();
    assertThatThrownBy(() -> profiles.assigned("first")).isInstanceOf(ProfilePaused.class);
  }

  @Test
  void aChangedPresetChangesItsProfiles() throws Exception {
    presets(3);
    SmtpProfile profile = Outgoing.profile(first.url());
    profile.setPreset("provider");
    bind("first", profile);
    renew();
    PooledMailSender before = profiles.sender("first");
    assertThat(before.profile().connections()).isEqualTo(3);

    renew();
    assertThat(profiles.sender("first")).isSameAs(before);
    presets(4);
    renew();

    assertThat(profiles.sender("first").profile().connections()).isEqualTo(4);
  }

  @Test
  void aBadProfileIsRefusedAndNothingChanges() {
    PooledMailSender before = profiles.sender("first");
    bind("first", changed(first.url()));
    SmtpProfile bad = Outgoing.profile(second.url());
    bad.setTls("maybe");
    bind("second", bad);

    assertThatThrownBy(() -> profiles.renew(routes, routes))
        .isInstanceOf(BadProfile.class)
        .hasMessageContaining("second");
    assertThat(profiles.sender("first")).isSameAs(before);
  }

  @Test
  void leavesNoThreadOverManyRenewals() throws Exception {
    renew();
    long threads = threads();

    for (int i = 0; i < 50; i++) {
      SmtpProfile profile = changed(first.url());
      profile.setConnections(i + 1);
      bind("first", profile);
      renew();
      send("first");
    }

    await().until(() -> threads() <= threads + 1);
  }

  private void presets(int connections) throws IOException {
    Files.writeString(routes.resolve("presets.yaml"), "provider:\n  connections: " + connections);
  }

  private void renew() {
    Renewal renewal = profiles.renew(routes, routes);
    renewal.begin();
    renewal.end();
  }

  private void send(String profile) throws Exception {
    profiles.sender(profile).send(Outgoing.mail());
  }

  private static SmtpProfile changed(String url) {
    SmtpProfile profile = Outgoing.profile(url);
    profile.setConnections(7);
    return profile;
  }

  private void bind(String name, SmtpProfile profile) {
    context.getRegistry().bind(name, profile);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().contains("pool"))
        .count();
  }
}
