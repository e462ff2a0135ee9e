package io.dromail.ingest;

import static io.dromail.testing.Samples.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {

  private final ApiKeys keys =
      new ApiKeys(
          "shop:key-of-shop:Shop@example.com|@mail.example.com, crm:key-of-crm ,shop:second-key:b@x.example");

  @ParameterizedTest
  @CsvSource({"Bearer key-of-shop,shop", "bearer key-of-crm,crm", "BEARER  second-key ,shop"})
  void knowTheTenantOfAKey(String authorization, String tenant) throws Exception {
    assertThat(keys.tenant(authorization)).isEqualTo(tenant);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Bearer", "key-of-shop", "Bearerkey-of-shop"})
  void askForAKey(String authorization) {
    Refused refused = catchThrowableOfType(Refused.class, () -> keys.tenant(authorization));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.name()).isEqualTo("missing_api_key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer ", "Bearer key-of-shop2", "Bearer KEY-OF-SHOP", "Bearer shop"})
  void refuseAnUnknownKeyAndDoNotRepeatIt(String authorization) {
    Refused refused = catchThrowableOfType(Refused.class, () -> keys.tenant(authorization));

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.name()).isEqualTo("invalid_api_key");
    assertThat(refused).hasMessage("There is no such API key.");
  }

  @ParameterizedTest
  @CsvSource({
    "shop,shop@example.com,true",
    "shop,SHOP@Example.com,true",
    "shop,any@mail.example.com,true",
    "shop,b@x.example,true",
    "shop,other@example.com,false",
    "shop,a@sub.mail.example.com,false",
    "shop,a@evilmail.example.com,false",
    "crm,anybody@anywhere.example,true",
    "inbox,anybody@anywhere.example,true"
  })
  void allowSenders(String tenant, String from, boolean allowed) {
    Refused refused =
        catchThrowableOfType(
            Refused.class, () -> keys.checkSender(tenant, mail("{'from': '" + from + "'}"), ""));

    assertThat(refused == null).isEqualTo(allowed);
    assertThat(allowed || refused.status() == 403 && refused.name().equals("sender_not_allowed"))
        .isTrue();
  }

  @Test
  void letEverybodyInWithoutKeys() throws Exception {
    assertThat(new ApiKeys("").tenant(null)).isEqualTo("default");
  }

  @ParameterizedTest
  @CsvSource({
    "bücher.example,xn--bcher-kva.example,true",
    "xn--bcher-kva.example,BÜCHER.example,true",
    "straße.example,strasse.example,false"
  })
  void compareDomainsOfAnyScript(String allowed, String given, boolean same) {
    for (String name : new String[] {"", "a"}) {
      ApiKeys some = new ApiKeys("shop:0123456789:" + name + "@" + allowed);
      Refused refused =
          catchThrowableOfType(
              Refused.class,
              () -> some.checkSender("shop", mail("{'from': 'a@" + given + "'}"), ""));

      assertThat(refused == null).isEqualTo(same);
    }
  }

  @Test
  void trimSenders() throws Exception {
    new ApiKeys("shop:0123456789:a@example.com | @example.org")
        .checkSender("shop", mail("{'from': 'b@example.org'}"), "");
  }
}
