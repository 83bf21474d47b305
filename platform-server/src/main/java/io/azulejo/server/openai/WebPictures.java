package io.azulejo.server.openai;

import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import io.azulejo.server.attachment.Picture;
import io.azulejo.server.attachment.PictureChecks;
import io.azulejo.server.database.Blocking;
import io.azulejo.server.fetch.FetchException;
import io.azulejo.server.fetch.PictureFetcher;
import io.azulejo.server.web.Audited;

/**
 * Puts pictures in the place of their web addresses, as if they had been sent so, where the server fetches any. From
 * there on they go the way of all pictures.
 */
@Component
public final class WebPictures {

    private static final String ACTION = "picture.fetch";
    private static final int AT_ONCE = 4;

    private final PictureFetcher fetcher;
    private final PictureChecks checks;
    private final Blocking blocking;
    private final long maxBytes;

    WebPictures(PictureFetcher fetcher, PictureChecks checks, Blocking blocking, OpenAiProperties properties) {
        this.fetcher = fetcher;
        this.checks = checks;
        this.blocking = blocking;
        this.maxBytes = properties.maxBodySize().toBytes();
    }

    /**
     * A web address in a request.
     *
     * @param field its name in errors
     * @param parent whose field it is
     */
    private record Place(String field, ObjectNode parent, String name) {

        String url() {
            return parent.path(name).stringValue();
        }
    }

    /** Finds the addresses in a request. */
    public static final class Places {

        private final List<Place> places = new ArrayList<>();

        /**
         * Adds those in parts of a message.
         *
         * @param content the message's content, whatever it is
         * @param type of parts that are pictures
         */
        public void addParts(String field, @Nullable JsonNode content, String type) {
            for (int i = 0; content != null && content.isArray() && i < content.size(); i++) {
                if (content.get(i) instanceof ObjectNode part && part.path("type").asString("").equals(type)) {
                    String path = field + "[" + i + "].image_url";
                    if (part.get("image_url") instanceof ObjectNode image) {
                        add(path + ".url", image, "url");
                    } else {
                        add(path, part, "image_url");
                    }
                }
            }
        }

        private void add(String field, ObjectNode parent, String name) {
            JsonNode url = parent.path(name);
            if (url.isString() && url.stringValue().regionMatches(true, 0, "http", 0, 4)) {
                places.add(new Place(field, parent, name));
            }
        }
    }

    /** Fetches all, each address once. Where the server fetches none they stay, to be refused by name. */
    public Mono<Void> fetch(Places found, ServerWebExchange exchange) {
        Map<String, List<Place>> byUrl = new LinkedHashMap<>();
        found.places.forEach(place -> byUrl.computeIfAbsent(place.url(), _ -> new ArrayList<>()).add(place));
        if (byUrl.isEmpty() || !fetcher.isEnabled()) {
            return Mono.empty();
        }
        if (byUrl.size() > checks.maxPictures()) {
            Place last = found.places.getLast();
            return Mono.error(OpenAiException.invalidImage(last.field(), "There are " + byUrl.size()
                    + " web addresses of pictures; at most " + checks.maxPictures() + " are fetched for one request."));
        }
        Set<String> hosts = new TreeSet<>();
        byUrl.keySet().forEach(url -> hosts.add(host(url)));
        return Flux.fromIterable(byUrl.values())
                .flatMap(places -> blocking.call(() -> fetched(places)), AT_ONCE)
                .reduce(0L, this::sum)
                .doOnNext(bytes -> Audited.Notes.also(exchange, ACTION, String.join(" ", hosts),
                        byUrl.size() + " fetched, " + bytes + " bytes"))
                .doOnError(error -> Audited.Notes.also(exchange, ACTION, String.join(" ", hosts),
                        String.valueOf(error.getMessage())))
                .then();
    }

    private long sum(long all, long one) {
        if (all + one > maxBytes) {
            throw OpenAiException.invalidImage("messages", "The pictures of this request have more than " + maxBytes
                    + " bytes together, the most for one request.");
        }
        return all + one;
    }

    private long fetched(List<Place> places) {
        Place first = places.getFirst();
        try {
            Picture picture = fetcher.fetch(first.url());
            String data = "data:" + picture.mediaType() + ";base64,"
                    + Base64.getEncoder().encodeToString(picture.data());
            places.forEach(place -> place.parent().put(place.name(), data));
            return picture.data().length;
        } catch (FetchException e) {
            throw OpenAiException.invalidImage(first.field(), "The picture of '" + first.field()
                    + "' cannot be fetched: " + e.getMessage() + ".");
        }
    }

    private static String host(String url) {
        try {
            String host = URI.create(url).getHost();
            return host == null ? "?" : host;
        } catch (IllegalArgumentException _) {
            return "?";
        }
    }
}
