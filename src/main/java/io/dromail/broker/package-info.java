/**
 * The broker: the connection, the topology declared once, the embedded broker, and publishing that
 * succeeds only when the broker has confirmed. Every route that says {@code spring-rabbitmq} uses
 * it.
 */
package io.dromail.broker;
