/**
 * The words that all rooms share: a mail, its envelope on the way, and why a mail is refused or
 * fails for good. It knows no other room and no Camel.
 */
package io.dromail.mail;
