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

package io.muster.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A {@code pom.xml}, as it is written.
 */
final class Pom {

	/**
	 * The directory of the parent.
	 */
	static final Path ROOT = Path.of("..", "..");

	private final Document document;

	private final XPath xpath = XPathFactory.newInstance().newXPath();

	private Pom(Document document) {
		this.document = document;
	}

	static Pom read(Path file) {
		try {
			return new Pom(DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (ParserConfigurationException | SAXException ex) {
			throw new IllegalStateException(file + " cannot be read", ex);
		}
	}

	static Pom root() {
		return read(ROOT.resolve("pom.xml"));
	}

	/**
	 * Return the version of all modules.
	 */
	static String version() {
		return root().text("/project/properties/revision");
	}

	/**
	 * Return the directories of the modules that are deployed.
	 */
	static List<Path> published() {
		return root().texts("/project/modules/module")
			.stream()
			.map(ROOT::resolve)
			.filter((module) -> read(module.resolve("pom.xml")).text("/project/properties/maven.deploy.skip").isEmpty())
			.toList();
	}

	/**
	 * Return the text of an element, empty if there is none.
	 */
	String text(String path) {
		return texts(path).stream().findFirst().orElse("");
	}

	List<String> texts(String path) {
		try {
			NodeList nodes = (NodeList) this.xpath.evaluate(path, this.document, XPathConstants.NODESET);
			return IntStream.range(0, nodes.getLength())
				.mapToObj((index) -> nodes.item(index).getTextContent().strip())
				.toList();
		}
		catch (XPathExpressionException ex) {
			throw new IllegalArgumentException(path, ex);
		}
	}

}
