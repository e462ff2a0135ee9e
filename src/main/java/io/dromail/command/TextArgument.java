package io.dromail.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Text given on the command line, as {@code @file}, or as {@code -} for the standard input; UTF-8.
 */
final class TextArgument implements ITypeConverter<String> {

  @Override
  public String convert(String value) {
    try {
      if (value.equals("-")) {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      }
      return value.startsWith("@") ? Files.readString(Path.of(value.substring(1))) : value;
    } catch (IOException e) {
      throw new TypeConversionException("can't read " + value + " as UTF-8 text");
    }
  }
}
