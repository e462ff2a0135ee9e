/**
 * Decides what a failure means, and writes the dead letters; the beans of the failures
 * configuration.
 */
package io.dromail.failures;
