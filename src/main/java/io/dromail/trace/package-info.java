/**
 * Records the way of mails as OpenTelemetry traces and exports them, if the settings name a
 * collector; in all routes, by camel-opentelemetry2.
 */
package io.dromail.trace;
