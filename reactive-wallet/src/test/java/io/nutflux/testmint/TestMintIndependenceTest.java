package io.nutflux.testmint;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** A mistake that mint and wallet shared would pass every test. */
class TestMintIndependenceTest {

    private final JavaClasses classes = new ClassFileImporter().importPackages("io.nutflux.testmint");

    @Test
    void mint_usesNothingOfTheLibraryItTests() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("io.nutflux..").and(not(resideInAPackage("io.nutflux.testmint"))))
                .check(classes);
    }

    @Test
    void mint_usesNoneOfTheLibrarysCryptography() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAPackage("org.bouncycastle.."))
                .check(classes);
    }
}
