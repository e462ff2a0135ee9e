/**
 * SMTP: the profile from its URL, and the pooled sender behind camel-mail, which speaks through
 * {@code io.dromail.smtp}; the beans of route {@code send}.
 */
package io.dromail.send;
