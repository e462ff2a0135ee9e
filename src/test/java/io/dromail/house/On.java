package io.dromail.house;

import io.dromail.testing.BrokerKind;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Says on which broker the house of a test class runs; without RabbitMQ its half is skipped. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ExtendWith(Houses.class)
@interface On {
  BrokerKind value();
}
