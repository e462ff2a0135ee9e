/**
 * The mailbox that stands in for a provider until one is configured, and the pages that show what
 * arrived. The beans of the {@code sandbox-*} routes; {@code send} asks the mailbox where to
 * connect.
 */
package io.dromail.sandbox;
