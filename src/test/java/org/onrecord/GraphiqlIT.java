package org.onrecord;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page that a reporter asks questions on, as the package has it. */
@Tag("one-service")
@QuarkusIntegrationTest
@QuarkusTestResource(RecordDatabase.class)
class GraphiqlIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    /**
     * GraphiQL reads the name of the operation out of a tab's document a tenth of a second after the tab has opened.
     */
    private static final Duration AFTER_A_TAB_OPENED = Duration.ofMillis(500);

    @TestHTTPResource("/graphiql")
    URL page;

    @Test
    void bearsTheProjectsName() {
        get("/graphiql")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/html"))
                .body(containsString("<title>OnRecord"));
    }

    @Test
    void hasTheQuestionsAsTabs() {
        get("/graphiql/tabs.json")
                .then()
                .statusCode(200)
                .body("$", hasSize(9))
                .body("[0].query", startsWith("# What did Steve Witkoff say about Vladimir Putin"))
                .body("[0].variables", containsString("\"steve-witkoff\""));
    }

    /** What the page needs is there, on no other host, and may be kept; what Quarkus brings beside it is not. */
    @ParameterizedTest
    @CsvSource({
        "graphiql.min.js, 200, 'public, max-age=86400'",
        "graphiql.min.css, 200, 'public, max-age=86400'",
        "react.production.min.js, 200, 'public, max-age=86400'",
        "react-dom.production.min.js, 200, 'public, max-age=86400'",
        "index.html, 404,",
        "render.js, 404,",
        "graphiql.min.js.map, 404,",
    })
    void hasTheFilesOfThePageAlone(String file, int status, String cacheControl) {
        get("/graphiql/" + file).then().statusCode(status).header("Cache-Control", equalTo(cacheControl));
    }

    /** In a real browser: each tab, run by its button, shows the whole answer. */
    @Test
    @EnabledIf(value = "hasBrowser", disabledReason = "Chromium and its driver are not installed in /usr/bin")
    void answersEachTabInTheBrowser() {
        JsonNode examples = Ask.json(Ask.resource("/examples/index.json"));
        ChromeDriver browser = browser();
        try {
            browser.get(page.toString());
            List<WebElement> tabs = await(() -> {
                List<WebElement> found = browser.findElements(By.cssSelector(".graphiql-tab-button"));
                return found.size() == examples.size() ? found : null;
            });

            for (int i = 0; i < examples.size(); i++) {
                if (i > 0) {
                    tabs.get(i).click();
                    pause(AFTER_A_TAB_OPENED);
                }
                browser.findElement(By.cssSelector(".graphiql-execute-button")).click();
                JsonNode answer = await(() -> shownAnswer(browser));
                String file = examples.path(i).path("document").asText().replace(".graphql", ".json");
                assertEquals(Ask.json(Ask.resource("/answers/" + file)), answer.path("data"), file);
            }

            assertEquals(
                    List.of(),
                    browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                            .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                            .map(LogEntry::getMessage)
                            .toList());
        } finally {
            browser.quit();
        }
    }

    /** A link must not make the page send what is typed there somewhere else. */
    @Test
    @EnabledIf(value = "hasBrowser", disabledReason = "Chromium and its driver are not installed in /usr/bin")
    void asksItsOwnServiceWhateverItsUrlSays() {
        ChromeDriver browser = browser();
        try {
            String other = "http://127.0.0.1:" + page.getPort() + "/other";
            browser.get(page + "?url=" + other + "&endpoint=" + other + "&fetchURL=" + other + "#url=" + other);
            await(() ->
                    browser.findElements(By.cssSelector(".graphiql-tab-button")).isEmpty() ? null : true);
            browser.findElement(By.cssSelector(".graphiql-execute-button")).click();
            await(() -> shownAnswer(browser));

            Object asked = ((JavascriptExecutor) browser)
                    .executeScript("return [...new Set(performance.getEntriesByType('resource')"
                            + ".filter(entry => entry.initiatorType === 'fetch').map(entry => entry.name))].sort()");
            String own = page.toString().replace("/graphiql", "");
            assertEquals(List.of(own + "/graphiql/tabs.json", own + "/graphql"), asked);
        } finally {
            browser.quit();
        }
    }

    static boolean hasBrowser() {
        // Where everything is installed by a script, a missing browser is a fault and not a reason to skip.
        return Boolean.parseBoolean(System.getenv("CI"))
                || (CHROMIUM.toFile().canExecute() && DRIVER.toFile().canExecute());
    }

    private static ChromeDriver browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--window-size=1600,1200");
        return new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
    }

    /** The answer that the response pane holds, and null while there is none. */
    private static JsonNode shownAnswer(ChromeDriver browser) {
        Object shown = ((JavascriptExecutor) browser)
                .executeScript("const pane = document.querySelector('.result-window .CodeMirror');"
                        + "return pane ? pane.CodeMirror.getValue() : '';");
        return shown.toString().contains("\"data\"") ? Ask.json(shown.toString()) : null;
    }

    private static <T> T await(Supplier<T> supplier) {
        Instant end = Instant.now().plus(Duration.ofSeconds(20));
        while (Instant.now().isBefore(end)) {
            T value = supplier.get();
            if (value != null) {
                return value;
            }
            pause(Duration.ofMillis(100));
        }
        throw new AssertionError("nothing came within 20 seconds");
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
