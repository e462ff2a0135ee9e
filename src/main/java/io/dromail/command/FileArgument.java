package io.dromail.command;

import picocli.CommandLine.ITypeConverter;

/** The text of a file given by its name, or of the standard input as {@code -}; UTF-8. */
final class FileArgument implements ITypeConverter<String> {

  @Override
  public String convert(String value) {
    return new TextArgument().convert(value.equals("-") ? value : "@" + value);
  }
}
