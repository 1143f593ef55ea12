package dev.firmtrail.hub;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged in this process until it is closed. */
final class LoggedLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

  static LoggedLines fromNow() {
    LoggedLines lines = new LoggedLines();
    lines.start();
    root().addAppender(lines);
    return lines;
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @Override
  protected void append(ILoggingEvent event) {
    // What a line belongs to is known to its own thread alone.
    event.prepareForDeferredProcessing();
    events.add(event);
  }

  List<ILoggingEvent> events() {
    return events;
  }

  /** All that a reader of the log would see. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (ILoggingEvent event : events) {
      text.append(event.getFormattedMessage()).append(' ').append(event.getKeyValuePairs());
      text.append(event.getThrowableProxy() == null ? "" : event.getThrowableProxy().getMessage());
      text.append('\n');
    }
    return text.toString();
  }

  @Override
  public void close() {
    root().detachAppender(this);
  }
}
