/**
 * Throttle: the limits of the SMTP profiles, which hold for all workers on one broker together. The
 * dispatcher of the send room takes what a mail needs of them.
 */
package io.dromail.throttle;
