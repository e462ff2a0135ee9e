package io.dromail.deadletter;

class LettersOnH2Test extends LetterCases {

  @Override
  Databases.Opened open() {
    return Databases.h2();
  }
}
