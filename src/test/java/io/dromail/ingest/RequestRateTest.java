package io.dromail.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dromail.mail.Refused;
import org.junit.jupiter.api.Test;

class RequestRateTest {

  @Test
  void refusesWhatIsTooFastForEachTenantByItself() throws Exception {
    RequestRate rate = new RequestRate(2);
    rate.check("shop");
    rate.check("shop");

    Refused refused = catchThrowableOfType(Refused.class, () -> rate.check("shop"));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.name()).isEqualTo("rate_limit_exceeded");
    assertThatCode(() -> rate.check("crm")).doesNotThrowAnyException();
  }

  @Test
  void refusesNothingWithoutALimit() throws Exception {
    RequestRate rate = new RequestRate(0);

    for (int i = 0; i < 10_000; i++) {
      rate.check("shop");
    }
  }
}
