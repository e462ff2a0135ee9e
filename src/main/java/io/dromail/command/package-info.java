/**
 * The commands of {@code ./dromail}: what a person types, and how the answer looks on a terminal.
 * Only {@code run} and {@code check} use the routes, and {@code render} the templates; the others
 * talk to the HTTP API as any client does.
 */
package io.dromail.command;
