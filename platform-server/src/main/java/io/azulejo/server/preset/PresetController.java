package io.azulejo.server.preset;

import java.util.List;
import java.util.UUID;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

import io.azulejo.server.database.Blocking;
import io.azulejo.server.security.Person;

/** Keeps presets. A model that is named need not be there: it may come back. */
@RestController
@RequestMapping("/api/v1/presets")
class PresetController {

    private final Presets presets;
    private final Blocking blocking;

    PresetController(Presets presets, Blocking blocking) {
        this.presets = presets;
        this.blocking = blocking;
    }

    @GetMapping
    Mono<List<Preset>> list(Person person) {
        return blocking.call(() -> presets.list(person.id()));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Mono<Preset> create(Person person, @RequestBody PresetRequest request) {
        return blocking.call(() -> presets.create(person.id(), request));
    }

    @PatchMapping("/{id}")
    Mono<Preset> change(Person person, @PathVariable UUID id, @RequestBody PresetRequest request) {
        return blocking.call(() -> presets.change(person.id(), id, request));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    Mono<Void> delete(Person person, @PathVariable UUID id) {
        return blocking.run(() -> presets.delete(person.id(), id));
    }
}
