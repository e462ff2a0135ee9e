package io.dromail.enrich;

import java.nio.file.Path;

/**
 * Something wrong with a template.
 *
 * @param line from 1
 * @param column from 1; 0 if it isn't known
 * @param sentence what is wrong
 */
public record TemplateFault(Path file, int line, int column, String sentence) {}
