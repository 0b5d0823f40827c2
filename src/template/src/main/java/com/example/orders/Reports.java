package com.example.orders;

import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

import io.muster.leader.OnLeader;

/**
 * A job that every node has, and that runs on one of them.
 */
@Component
class Reports {

	private static final Logger logger = LoggerFactory.getLogger(Reports.class);

	private final AtomicInteger written = new AtomicInteger();

	@OnLeader
	@Scheduled(fixedRateString = "${orders.report-interval}")
	void write() {
		logger.info("This node leads, and wrote its report {}", this.written.incrementAndGet());
	}

	int written() {
		return this.written.get();
	}

}
