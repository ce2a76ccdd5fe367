package org.ithaca.server;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.ithaca.cluster.ClusterStatus;
import org.ithaca.io.NodeLoop;
import org.ithaca.io.TcpStats;
import org.jspecify.annotations.Nullable;

/// A node's figures in the text format of Prometheus, read from the cores when asked. Belongs to the loop's
/// thread.
final class NodeMetrics {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();
    private final NodeCore core;
    /// Of the scrape that is going on: made once for all figures.
    private @Nullable ClusterStatus status;

    NodeMetrics(NodeCore core, NodeLoop loop, TcpStats network) {
        this.core = core;
        gauge("ithaca_layout_version", "Version of the layout this node has adopted.", node -> node.version());
        gauge("ithaca_member", "1 while this node takes part.", node -> node.takesPart() ? 1 : 0);
        logGauge("ithaca_log_epoch", "Newest epoch of the log.", log -> log.epoch());
        logGauge("ithaca_log_delivered_position", "Everything below was delivered here.", log -> log.delivered());
        logGauge("ithaca_log_stable_position", "Everything below is stable.", log -> log.stable());
        logGauge("ithaca_log_durable_position", "Everything below is durably stable.", log -> log.durable());
        logGauge("ithaca_log_trimmed_position", "Nothing below is kept here.", log -> log.trimmedBelow());
        counter("ithaca_network_received_bytes", "Bytes of frames received.", network::bytesReceived);
        counter("ithaca_network_sent_bytes", "Bytes of frames sent.", network::bytesSent);
        counter("ithaca_network_received_frames", "Frames received.", network::framesReceived);
        counter("ithaca_network_sent_frames", "Frames sent.", network::framesSent);
        counter("ithaca_network_refused_connections", "Connections turned away.", network::refusals);
        networkGauge("ithaca_network_links", "Links open now.", network::linksOpen);
        networkGauge(
                "ithaca_network_frame_memory_bytes",
                "Memory outside the heap for large frames that are kept or on their way, in whole chunks.",
                loop::frameMemoryBytes);
    }

    /// All figures as text.
    String text() {
        status = core.status();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            writer.write(out, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private ClusterStatus status() {
        return Objects.requireNonNull(status, "figures are read by text() only");
    }

    private interface OfStatus {
        double value(ClusterStatus status);
    }

    private interface OfLog {
        double value(ClusterStatus.LogStatus log);
    }

    private interface OfNetwork {
        long value();
    }

    private void gauge(String name, String help, OfStatus value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(sink -> sink.call(value.value(status())))
                .register(registry);
    }

    private void logGauge(String name, String help, OfLog value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("log")
                .callback(sink -> status().logs().forEach(log -> sink.call(value.value(log), log.name())))
                .register(registry);
    }

    private void networkGauge(String name, String help, OfNetwork value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(sink -> sink.call((double) value.value()))
                .register(registry);
    }

    private void counter(String name, String help, OfNetwork value) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(sink -> sink.call((double) value.value()))
                .register(registry);
    }
}
