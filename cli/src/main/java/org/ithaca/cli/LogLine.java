package org.ithaca.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.LocalTime;
import java.time.ZoneId;

/// `HH:mm:ss.SSS LEVEL Logger - message`, and the stack trace below it if there is one.
final class LogLine extends LayoutBase<ILoggingEvent> {
    private static final int NANOS_A_MILLI = 1_000_000;
    private static final int LEVEL_WIDTH = 5;

    private final ZoneId zone = ZoneId.systemDefault();

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder();
        LocalTime time = LocalTime.ofInstant(event.getInstant(), zone);
        padded(line, time.getHour(), 2).append(':');
        padded(line, time.getMinute(), 2).append(':');
        padded(line, time.getSecond(), 2).append('.');
        padded(line, time.getNano() / NANOS_A_MILLI, 3).append(' ');
        String level = event.getLevel().toString();
        line.append(level).repeat(' ', LEVEL_WIDTH - level.length() + 1);
        String logger = event.getLoggerName();
        line.append(logger, logger.lastIndexOf('.') + 1, logger.length()).append(" - ");
        line.append(event.getFormattedMessage()).append(System.lineSeparator());
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null) {
            line.append(ThrowableProxyUtil.asString(thrown));
        }
        return line.toString();
    }

    private static StringBuilder padded(StringBuilder line, int number, int width) {
        String digits = Integer.toString(number);
        return line.repeat('0', width - digits.length()).append(digits);
    }
}
