/**
 * The broker: the connection, the topology declared once, the embedded broker, publishing that
 * succeeds only when the broker has confirmed, and consuming over one channel for all of a route's
 * workers. Every route that says {@code spring-rabbitmq} uses it.
 */
package io.dromail.broker;
