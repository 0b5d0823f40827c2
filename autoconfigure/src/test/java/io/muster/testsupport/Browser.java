/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.muster.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * A Chromium without a window. Without Chromium, tests are skipped; where the environment
 * variable {@code CI} is set, they fail.
 */
public final class Browser implements AutoCloseable {

	private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

	private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

	private final ChromeDriver driver;

	private final String axe;

	public Browser() {
		requireChromium();
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(CHROMIUM.toFile());
		options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		File executable = DRIVER.toFile();
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(executable).usingAnyFreePort().build(),
				options);
		try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
			this.axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void requireChromium() {
		if (!Stream.of(CHROMIUM, DRIVER).allMatch(Files::isExecutable)) {
			String message = "Chromium is not installed, by which the page is tested: "
					+ "apt-get install chromium chromium-driver, or what your system has for it";
			if (System.getenv("CI") != null) {
				throw new AssertionError(message);
			}
			Assumptions.abort(message);
		}
	}

	/**
	 * Open a page, in a window of this width.
	 * @param url where the page is
	 * @param width the width in pixels; a telephone if it is less than 500
	 * @param scheme the color scheme that the user prefers, light or dark
	 */
	public void open(String url, int width, String scheme) {
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", width < 500));
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
		problems();
		this.driver.get(url);
	}

	/**
	 * Return the text that a person sees of an element.
	 * @param selector the CSS selector of the element
	 * @return the text, empty if it is hidden
	 */
	public String text(String selector) {
		return this.driver.findElement(By.cssSelector(selector)).getText();
	}

	public void await(String selector, String text) {
		Awaitility.await("'%s' in %s".formatted(text, selector))
			.atMost(Duration.ofSeconds(60))
			.ignoreException(StaleElementReferenceException.class)
			.until(() -> text(selector).contains(text));
	}

	public List<WebElement> all(String selector) {
		return this.driver.findElements(By.cssSelector(selector));
	}

	public WebElement one(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	public String title() {
		return this.driver.getTitle();
	}

	public void cookie(String cookie) {
		run("document.cookie = arguments[0]", cookie);
	}

	/**
	 * Run a script in the page.
	 * @param script the script, which may return a value
	 * @param arguments its arguments
	 * @return the value
	 */
	public Object run(String script, Object... arguments) {
		return this.driver.executeScript(script, arguments);
	}

	/**
	 * Return what the browser complained about since the page was opened, or since the
	 * last call.
	 * @return the messages of its console, errors and warnings
	 */
	public List<String> problems() {
		return this.driver.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/**
	 * Return how wide the content is, beyond the window if it does not fit.
	 * @return the width in pixels
	 */
	public long contentWidth() {
		return ((Number) run("return document.documentElement.scrollWidth")).longValue();
	}

	/**
	 * Return what axe finds serious or critical in the page. Its script is not the page's
	 * own, so it comes by the protocol of the debugger, which the page's policy does not
	 * bind.
	 * @return one text for each violation
	 */
	@SuppressWarnings("unchecked")
	public List<String> violations() {
		run(this.axe);
		return (List<String>) this.driver.executeAsyncScript(
				"""
						const done = arguments[arguments.length - 1];
						axe.run(document, { resultTypes: ["violations"] }).then((found) => done(found.violations
							.filter((violation) => ["serious", "critical"].includes(violation.impact))
							.map((violation) => violation.id + ": " + violation.help + ": "
								+ violation.nodes.map((node) => node.html).slice(0, 3).join(" "))), (error) => done([String(error)]));
						""");
	}

	/**
	 * Take a picture of the whole page.
	 * @param file where to write it, as PNG
	 * @param height the largest height in pixels
	 */
	public void picture(Path file, int height) {
		Number[] size = ((List<?>) run(
				"return [document.documentElement.clientWidth, document.documentElement.scrollHeight]"))
			.stream()
			.map(Number.class::cast)
			.toArray(Number[]::new);
		Map<String, Object> clip = Map.of("x", 0, "y", 0, "width", size[0], "height",
				Math.min(height, size[1].intValue()), "scale", 1);
		String data = (String) this.driver
			.executeCdpCommand("Page.captureScreenshot", Map.of("captureBeyondViewport", true, "clip", clip))
			.get("data");
		try {
			Files.createDirectories(file.toAbsolutePath().getParent());
			Files.write(file, Base64.getDecoder().decode(data));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.driver.quit();
	}

}
