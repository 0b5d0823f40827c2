package com.example.orders;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.awaitility.Awaitility.await;

/**
 * In an ordinary test, the application is a cluster of one: the job runs.
 */
@SpringBootTest(properties = "orders.report-interval=100ms")
class ApplicationTests {

	@Autowired
	private Reports reports;

	@Test
	void reportsAreWritten() {
		await().atMost(Duration.ofSeconds(10)).until(() -> this.reports.written() > 1);
	}

}
