package io.azulejo.server.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Whether and from where the server fetches pictures that requests name by web addresses.
 *
 * @param enabled whether it does at all
 * @param allowedHosts names of hosts, or {@code *.name} for all below one; any where empty
 * @param allowedNetworks networks that are no public ones and may be reached all the same, such as {@code 10.1.0.0/16}
 * @param schemes https, http
 * @param ports the ports that may be asked
 * @param maxRedirects how many redirects are followed; each place is checked like the first
 * @param maxSize the most bytes of one picture; the limit of uploads where not set or higher
 * @param connectTimeout the most time until a connection stands
 * @param readTimeout the most time in which nothing comes
 * @param timeout the most time for one picture, everything included
 * @param concurrency how many are fetched at the same time
 */
@ConfigurationProperties("azulejo.attachments.fetch")
public record FetchProperties(@DefaultValue("false") boolean enabled, @DefaultValue List<String> allowedHosts,
        @DefaultValue List<String> allowedNetworks, @DefaultValue("https") Set<String> schemes,
        @DefaultValue({"80", "443"}) Set<Integer> ports, @DefaultValue("0") int maxRedirects,
        @Nullable DataSize maxSize, @DefaultValue("3s") Duration connectTimeout,
        @DefaultValue("5s") Duration readTimeout, @DefaultValue("15s") Duration timeout,
        @DefaultValue("16") int concurrency) {}
