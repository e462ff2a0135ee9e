/**
 * Reads and judges the settings before anything starts. Everybody else meets them as {@code
 * {{dromail.…}}} placeholders.
 */
package io.dromail.settings;
