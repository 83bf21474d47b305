package io.azulejo.server;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The walls between the rooms of the building, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = "io.azulejo", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    @ArchTest
    static final ArchRule SERVER_FINDS_BACKENDS_THROUGH_THE_SPI_ONLY = noClasses().that()
            .resideInAPackage("io.azulejo.server..").should().dependOnClassesThat()
            .resideInAnyPackage("io.azulejo.libtorch..", "io.azulejo.openai..", "io.azulejo.triton..",
                    "io.azulejo.processor", "io.azulejo.processor.prompt..", "io.azulejo.processor.family..",
                    "io.azulejo.processor.tokenizer..", "io.azulejo.processor.template..", "io.azulejo.tck..",
                    "org.bytedeco..", "ai.djl..")
            .because("a backend is a plugin: another one must serve as well; only the reader of pictures is shared");

    @ArchTest
    static final ArchRule API_KNOWS_NOTHING_OF_OURS = noClasses().that().resideInAPackage("io.azulejo.api..").should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.azulejo.server..", "io.azulejo.libtorch..", "io.azulejo.processor..",
                    "io.azulejo.demo..", "io.azulejo.tck..", "org.springframework.boot..", "org.bytedeco..")
            .because("plugins see Spring AI's model API, Micrometer and Reactor, and nothing else, through it");

    @ArchTest
    static final ArchRule PROCESSOR_KNOWS_NEITHER_SPRING_NOR_LIBTORCH = noClasses().that()
            .resideInAPackage("io.azulejo.processor..").should().dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.bytedeco..", "io.azulejo.api..", "io.azulejo.server..",
                    "io.azulejo.libtorch..")
            .because("prompts and pictures are the same for every backend");

    @ArchTest
    static final ArchRule FEATURES_OF_THE_SERVER_HAVE_NO_CYCLES = slices().matching("io.azulejo.server.(*)..")
            .should().beFreeOfCycles();

    @ArchTest
    static final ArchRule OPENAI_IS_NOT_KNOWN_TO_OTHER_FEATURES = noClasses().that()
            .resideInAPackage("io.azulejo.server..").and().resideOutsideOfPackage("io.azulejo.server.openai..")
            .should().dependOnClassesThat().resideInAPackage("io.azulejo.server.openai..")
            .because("it is one way in among others");

    @ArchTest
    static final ArchRule ROUTING_KNOWS_NO_HTTP = noClasses().that().resideInAPackage("io.azulejo.server.model..")
            .and().haveSimpleNameNotEndingWith("Controller").should().dependOnClassesThat()
            .resideInAnyPackage("org.springframework.http..", "org.springframework.web..",
                    "io.azulejo.server.web..")
            .because("routing serves every way in alike");
}
