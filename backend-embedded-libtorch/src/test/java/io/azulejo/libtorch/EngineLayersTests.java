package io.azulejo.libtorch;

import java.util.List;
import java.util.stream.IntStream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** The engine is built bottom up: a package knows those below it, never those above. */
class EngineLayersTests {

    private static final List<String> BOTTOM_UP = List.of("nativelib", "tensor", "kernel", "weights", "config",
            "device", "kvcache", "layer", "projector", "vision", "language", "model", "sampling", "grammar", "engine",
            "observation");

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.azulejo.libtorch");

    @Test
    void packagesNeverKnowThoseAboveThem() {
        for (int i = 0; i < BOTTOM_UP.size() - 1; i++) {
            String[] above = IntStream.range(i + 1, BOTTOM_UP.size()).mapToObj(BOTTOM_UP::get)
                    .map(EngineLayersTests::packageOf).toArray(String[]::new);
            noClasses().that().resideInAPackage(packageOf(BOTTOM_UP.get(i))).should().dependOnClassesThat()
                    .resideInAnyPackage(above).check(classes);
        }
    }

    @Test
    void onlyTheAdapterKnowsTheSpi() {
        noClasses().that().resideInAPackage("io.azulejo.libtorch.*..").and()
                .resideOutsideOfPackages("io.azulejo.libtorch.engine..", "io.azulejo.libtorch.sampling..",
                        "io.azulejo.libtorch.observation..")
                .should()
                .dependOnClassesThat().resideInAPackage("io.azulejo.api..").check(classes);
    }

    @Test
    void everyPackageHasItsPlace() {
        assertThat(classes.stream().map(type -> type.getPackageName()).distinct()
                .filter(name -> !name.equals("io.azulejo.libtorch")).map(name -> name.substring(20)))
                .containsExactlyInAnyOrderElementsOf(BOTTOM_UP);
    }

    private static String packageOf(String name) {
        return "io.azulejo.libtorch." + name + "..";
    }
}
