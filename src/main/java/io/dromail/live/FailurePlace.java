package io.dromail.live;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Finds the line that a failure of Camel's is about. */
final class FailurePlace {

  private final RouteIndex index;

  FailurePlace(RouteIndex index) {
    this.index = index;
  }

  /** With the owner's own line, or the start of some file, if there's nothing closer. */
  Finding finding(CamelFailure failure) {
    return place(failure).finding(failure.sentence());
  }

  private Place place(CamelFailure failure) {
    if (failure.position() != null) {
      Optional<Place> given = named(failure.position());
      if (given.isPresent()) {
        return given.get();
      }
    }
    List<Word> owned = owned(failure.owner());
    for (String needle : failure.needles()) {
      Optional<Place> found =
          parameter(failure.owner(), needle)
              .or(() -> find(owned, needle, failure.offset()))
              .or(() -> find(index.words, needle, failure.offset()));
      if (found.isPresent()) {
        return found.get();
      }
    }
    return longest(owned, failure)
        .or(() -> key(owned, failure.step()))
        .or(() -> index.placeOf(String.valueOf(failure.owner())))
        .or(() -> longest(index.words, failure))
        .or(() -> index.words.stream().map(Word::place).findFirst())
        .orElse(Place.start("routes"));
  }

  /** Of an option that a template leaves to the route, what the route says. */
  private Optional<Place> parameter(String owner, String option) {
    return index.made.stream()
        .filter(route -> route.name().equals(owner))
        .flatMap(
            route ->
                owned(route.template()).stream()
                    .filter(word -> word.key().equals(option) && word.text().startsWith("{{"))
                    .map(word -> route.parameters().get(word.text().replaceAll("[{}]", ""))))
        .filter(Objects::nonNull)
        .map(Word::place)
        .findFirst();
  }

  /** Camel has whole paths; here files may be called otherwise. */
  private Optional<Place> named(Place position) {
    return index.words.stream()
        .map(word -> word.place().file())
        .filter(file -> file.equals(position.file()) || file.endsWith("/" + position.file()))
        .findFirst()
        .map(file -> new Place(file, position.line(), position.column()));
  }

  /** What is in a route or a bean; in a lane, what is in its route. */
  private List<Word> owned(String name) {
    if (name == null) {
      return List.of();
    }
    String owner = index.lanes().containsKey(name) ? index.lanes().get(name).id() : name;
    return index.words.stream().filter(word -> owner.equals(word.owner())).toList();
  }

  private static Optional<Place> key(List<Word> words, String key) {
    return words.stream()
        .filter(word -> word.isKey() && word.text().equals(key))
        .map(Word::place)
        .findFirst();
  }

  /** The whole word if there is one, else the first that has the needle in it. */
  private static Optional<Place> find(List<Word> words, String needle, int offset) {
    Optional<Word> whole = words.stream().filter(word -> word.text().equals(needle)).findFirst();
    return whole
        .or(() -> words.stream().filter(word -> word.text().contains(needle)).findFirst())
        .map(word -> word.place().right(offset + Math.max(0, word.text().indexOf(needle))));
  }

  /** The longest word that the sentence has, a value rather than a key. */
  private static Optional<Place> longest(List<Word> words, CamelFailure failure) {
    String said = failure.sentence().replaceFirst("^(lane|profile) \\S+: ", "");
    return words.stream()
        .filter(word -> word.text().matches("\\S{4,}") && !word.text().equals(failure.owner()))
        .filter(word -> said.matches("(?si).*(?<![\\w-])\\Q" + word.text() + "\\E(?![\\w-]).*"))
        .max(
            Comparator.comparing((Word word) -> !word.isKey())
                .thenComparingInt(word -> word.text().length()))
        .map(Word::place);
  }
}
