/**
 * What happens in the first seconds after a start: the JVM gets to know the work, before mails
 * come.
 */
package io.dromail.warmup;
