package io.nutflux;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The layout holds: who may use whom, and where each third-party library may be seen. */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.nutflux");

    private static final List<String> LIBRARIES = List.of(
            "tools.jackson",
            "com.fasterxml",
            "org.bouncycastle",
            "io.netty",
            "reactor.netty",
            "com.github.benmanes",
            "org.sqlite",
            "java.sql",
            "javax.sql",
            "io.r2dbc");

    @Test
    void mainClasses_areImported() {
        assertThat(MAIN.size()).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({
        "tools.jackson.., io.nutflux.codec..",
        "com.fasterxml.., io.nutflux.codec..",
        "org.bouncycastle.., io.nutflux.crypto..",
        "com.github.benmanes.., io.nutflux.mint..",
        "org.sqlite.., io.nutflux.store.sql..",
        "java.sql.., io.nutflux.store.sql..",
        "io.r2dbc.., io.nutflux.store.sql.."
    })
    void library_isUsedInOnePackage(String library, String home) {
        noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MAIN);
    }

    /** Netty is the mint client's; the driver of PostgreSQL is given buffers by its codecs, and event loops. */
    @Test
    void netty_outsideOfMint_isWhatTheDriverOfPostgresTakes() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.nutflux.mint..", "io.nutflux.store.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty..", "reactor.netty..")
                .check(MAIN);
        assertThat(MAIN.stream()
                        .filter(type -> type.getPackageName().equals("io.nutflux.store.sql"))
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(use -> isNetty(use.getTargetClass())))
                        .map(type -> type.getName().replaceAll("\\$.*", ""))
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "io.nutflux.store.sql.BinaryParameters",
                        "io.nutflux.store.sql.PostgresConnections",
                        "io.nutflux.store.sql.TrackedLoops");
    }

    private static boolean isNetty(JavaClass type) {
        return type.getPackageName().startsWith("io.netty")
                || type.getPackageName().startsWith("reactor.netty");
    }

    @Test
    void publicSignatures_showNoLibrary() {
        methods()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .should(notMention(LIBRARIES))
                .check(MAIN);
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching("io.nutflux.(**)").should().beFreeOfCycles().check(MAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "io.nutflux.model, ''",
        "io.nutflux.error, model",
        "io.nutflux.event, model error",
        "io.nutflux.codec, model error",
        "io.nutflux.token, model error codec",
        "io.nutflux.crypto, model error",
        "io.nutflux.mint, model error codec crypto",
        "io.nutflux.vault, model error codec crypto",
        "io.nutflux.store, model error",
        "io.nutflux.store.sql, model error store vault crypto",
        "io.nutflux.flow, model error event codec token crypto mint store"
    })
    void package_usesOnlyThoseBelow(String home, String below) {
        Set<String> allowed = Stream.concat(
                        Stream.of(home),
                        Stream.of(below.split(" ", -1))
                                .filter(name -> !name.isEmpty())
                                .map(name -> "io.nutflux." + name))
                .collect(Collectors.toSet());
        DescribedPredicate<JavaClass> elsewhere = DescribedPredicate.describe(
                "classes of this library outside " + allowed,
                type -> type.getPackageName().startsWith("io.nutflux") && !allowed.contains(type.getPackageName()));
        noClasses()
                .that()
                .resideInAPackage(home)
                .should()
                .dependOnClassesThat(elsewhere)
                .check(MAIN);
    }

    @Test
    void nothing_blocksOrBorrowsASchedulerByReflex() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "block or use a shared scheduler",
                        call -> (call.getTargetOwner().getPackageName().startsWith("reactor.core.publisher")
                                        && call.getName().startsWith("block"))
                                || (call.getTargetOwner().getName().equals("reactor.core.scheduler.Schedulers")
                                        && Set.of("boundedElastic", "parallel", "single", "immediate")
                                                .contains(call.getName()))
                                || (call.getTargetOwner().getName().equals("java.lang.Thread")
                                        && call.getName().equals("sleep"))))
                .check(MAIN);
    }

    @Test
    void randomness_comesFromOnePlace() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SecureRandomness")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .check(MAIN);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .check(MAIN);
    }

    @Test
    void exceptions_areOneSealedFamily() {
        classes()
                .that()
                .resideInAPackage("io.nutflux.error")
                .and()
                .areAssignableTo(RuntimeException.class)
                .should()
                .beAssignableTo("io.nutflux.error.CashuException")
                .check(MAIN);
    }

    private static ArchCondition<JavaMember> notMention(List<String> libraries) {
        return new ArchCondition<>("not mention " + libraries) {
            @Override
            public void check(JavaMember member, ConditionEvents events) {
                member.getAllInvolvedRawTypes().stream()
                        .filter(type -> libraries.stream().anyMatch(type.getName()::startsWith))
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                member, member.getFullName() + " mentions " + type.getName())));
            }
        };
    }
}
