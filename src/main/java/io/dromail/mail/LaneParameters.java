package io.dromail.mail;

/** What the routes say about their lanes: the parameters of the template {@code lane}. */
@FunctionalInterface
public interface LaneParameters {

  /**
   * A parameter of a lane.
   *
   * @param otherwise if the lane doesn't say
   */
  String of(String lane, String parameter, String otherwise);
}
