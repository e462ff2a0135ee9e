/**
 * SMTP: the profile from its URL, and the pooled sender behind camel-mail; the beans of route
 * {@code send}.
 */
package io.dromail.send;
