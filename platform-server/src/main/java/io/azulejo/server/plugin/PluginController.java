package io.azulejo.server.plugin;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/plugins")
@Tag(name = "Plugins", description = "What adds types of backends")
class PluginController {

    private final BackendPlugins plugins;

    PluginController(BackendPlugins plugins) {
        this.plugins = plugins;
    }

    record Page(List<BackendPlugin> plugins) {}

    @Operation(summary = "List the plugins", description = "Those that are left out too, with the reason.")
    @GetMapping
    Page list() {
        return new Page(plugins.found());
    }
}
