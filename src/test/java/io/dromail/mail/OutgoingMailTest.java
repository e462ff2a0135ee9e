package io.dromail.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.util.StreamProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class OutgoingMailTest {

  @Test
  void namesTheProviderThatTheLibraryWouldFind() {
    OutgoingMail.session(false);

    assertThat(System.getProperty(StreamProvider.class.getName()))
        .isEqualTo(
            ServiceLoader.load(StreamProvider.class)
                .findFirst()
                .orElseThrow()
                .getClass()
                .getName());
    assertThat(StreamProvider.provider()).isNotNull();
  }
}
