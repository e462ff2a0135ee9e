package io.dromail.testing;

/** The brokers that the house is tested on. */
public enum BrokerKind {
  EMBEDDED,
  RABBITMQ
}
