/** The management port: health for people and probes, metrics for Prometheus. */
package io.dromail.health;
