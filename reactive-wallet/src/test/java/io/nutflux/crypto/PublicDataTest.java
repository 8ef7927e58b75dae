package io.nutflux.crypto;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.nutflux.flow.FlowContext;
import io.nutflux.model.CurvePoint;
import io.nutflux.model.Secret;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only public data meets the arithmetic that is not constant-time. */
class PublicDataTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.nutflux");

    private static final Set<String> FAST = Stream.of(
                    Field.class,
                    FieldPowers.class,
                    BatchInverse.class,
                    AffineBatch.class,
                    AffineSums.class,
                    Points.class,
                    Jacobian.class,
                    WindowTable.class,
                    PublicScalar.class,
                    GlvScalar.class,
                    OddMultiples.class,
                    StrausSum.class,
                    TabledKey.class,
                    DleqChallenge.class,
                    DleqCheck.class,
                    DleqBatch.class,
                    FastPublicCurve.class)
            .map(Class::getName)
            .collect(Collectors.toSet());

    private static final DescribedPredicate<JavaClass> IS_FAST =
            DescribedPredicate.describe("of the fast arithmetic", type -> FAST.contains(type.getName()));

    @Test
    void fastArithmetic_isEnteredInOnePlace() {
        noClasses()
                .that(DescribedPredicate.not(IS_FAST))
                .and()
                .doNotHaveFullyQualifiedName(StandardEngine.class.getName())
                .should()
                .dependOnClassesThat(IS_FAST)
                .check(MAIN);
        classes()
                .that(IS_FAST)
                .and()
                .doNotHaveFullyQualifiedName(FastPublicCurve.class.getName())
                .should()
                .onlyHaveDependentClassesThat(IS_FAST)
                .check(MAIN);
    }

    @Test
    void fastArithmetic_knowsNoSecret() {
        noClasses()
                .that(IS_FAST)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Secret.class, Seed.class, OutputSecrets.class, SecretMultiplier.class, Randomness.class)
                .check(MAIN);
    }

    /** Scalars come in only as parts of a statement, which is public. */
    @Test
    void fastPublicCurve_takesMessagesPointsAndStatementsOnly() {
        Set<String> methods = MAIN.get(FastPublicCurve.class).getMethods().stream()
                .filter(method -> !method.getName().contains("$"))
                .map(JavaMethod::getName)
                .collect(Collectors.toSet());

        assertThat(methods).containsExactlyInAnyOrder("hashToCurve", "isOnCurve", "verify");
        assertThat(MAIN.get(FastPublicCurve.class).getMethods().stream()
                        .flatMap(method -> method.getRawParameterTypes().stream())
                        .filter(type -> type.getPackageName().startsWith("io.nutflux.model"))
                        .map(JavaClass::getFullName))
                .containsOnly(CurvePoint.class.getName());
    }

    @Test
    void standardEngine_hasOneFastMethodForEachPublicOne() {
        Set<String> fast = MAIN.get(StandardEngine.class).getMethods().stream()
                .filter(method ->
                        method.getMethodCallsFromSelf().stream().anyMatch(call -> IS_FAST.test(call.getTargetOwner())))
                .map(JavaMethod::getName)
                .collect(Collectors.toSet());

        assertThat(fast).containsExactlyInAnyOrder("hashToCurve", "isOnCurve", "verify");
    }

    /** A wallet's own secrets and blinding factors are hashed and used elsewhere. */
    @Test
    void receivedProofs_areTheOnlyOnesWhoseSecretsAreCalledPublic() {
        List<String> hashing = callersOf(CurveEngine.class, "hashToCurve");
        List<String> asking = callersOf(FlowContext.class, "pointsOf");
        List<String> stating = callersOf(DleqStatement.OnProof.class, "<init>");

        // Each of them reads a token that somebody brought.
        assertThat(hashing).containsOnly(FlowContext.class.getName());
        assertThat(asking)
                .containsOnly(
                        "io.nutflux.flow.TokenInspection", "io.nutflux.flow.Redeemer", "io.nutflux.flow.InboxIntake");
        assertThat(stating).containsOnly("io.nutflux.flow.TokenInspection");
    }

    private static List<String> callersOf(Class<?> type, String name) {
        return MAIN.stream()
                .flatMap(each -> each.getCodeUnitCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().isEquivalentTo(type)
                        && call.getName().equals(name))
                .map(call -> call.getOriginOwner().getName())
                .filter(origin -> !origin.startsWith("io.nutflux.crypto."))
                .toList();
    }
}
