package org.ithaca.peers;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jgroups.JChannel;

/// JGroups' own TCP stack (`tcp.xml` and `tcp-default.xml`), with addresses of one machine, and without Nagle's
/// delay.
final class JGroupsStack {
    private JGroupsStack() {}

    /// A channel that is not connected yet.
    ///
    /// @param bundler how messages are put together
    /// @param belowFlow protocols below membership
    /// @param upper protocols above flow control
    static JChannel channel(Place place, int member, String bundler, String belowFlow, String upper) throws Exception {
        String hosts = IntStream.range(0, place.members())
                .mapToObj(i -> Place.HOST + "[" + place.port(i, 0) + "]")
                .collect(Collectors.joining(","));
        String xml = """
            <config xmlns="urn:org:jgroups">
              <TCP bind_addr="%s" bind_port="%d" port_range="0" diag.enabled="false"
                   recv_buf_size="0" send_buf_size="0" buffered_input_stream_size="65536"
                   buffered_output_stream_size="65536" sock_conn_timeout="300ms" tcp_nodelay="true"
                   bundler_type="%s" bundler.max_size="64K" bundler.capacity="16k"
                   bundler.use_single_sender_thread="true" bundler.use_ringbuffer="true"
                   message_processing_policy="max" use_virtual_threads="true"
                   thread_pool.min_threads="0" thread_pool.max_threads="200" thread_pool.keep_alive_time="60s"/>
              <TCPPING async_discovery="true" initial_hosts="%s" port_range="0"/>
              <MERGE3 min_interval="10s" max_interval="30s"/>
              <FD_SOCK2/>
              <FD_ALL3 timeout="40s" interval="5s"/>
              <VERIFY_SUSPECT2 timeout="1.5s"/>
              <pbcast.NAKACK2 use_mcast_xmit="false"/>
              <UNICAST3/>
              <pbcast.STABLE desired_avg_gossip="50s" max_bytes="4M"/>
              %s
              <pbcast.GMS print_local_addr="false" join_timeout="2s"/>
              <MFC max_credits="2M" min_threshold="0.4"/>
              <UFC max_credits="2M" min_threshold="0.4"/>
              %s
            </config>
            """.formatted(Place.HOST, place.port(member, 0), bundler, hosts, belowFlow, upper);
        return new JChannel(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }
}
