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

package io.muster.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A file that is replaced as a whole: a crash leaves the old one or the new one. For use
 * by one thread at a time.
 */
public final class AtomicFile {

	private static final Log logger = LogFactory.getLog(AtomicFile.class);

	private final Path path;

	/**
	 * Create access to a file, which need not exist.
	 * @param path where it is
	 */
	public AtomicFile(Path path) {
		this.path = path;
	}

	/**
	 * Return where the file is.
	 * @return the path
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Read the file.
	 * @return its content
	 * @throws NoSuchFileException if there is none
	 * @throws IOException if it cannot be read
	 */
	public byte[] read() throws IOException {
		return Files.readAllBytes(this.path);
	}

	/**
	 * Replace the file, or create it. It outlives a crash from the moment that this
	 * method returns.
	 * @param content its content
	 * @throws IOException if it cannot be written; the old one is still there
	 */
	public void write(byte[] content) throws IOException {
		Path temporary = sibling(".new");
		// What is there is removed and not followed: it may be a link of somebody else.
		Files.deleteIfExists(temporary);
		try (FileChannel channel = FileChannel.open(temporary,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly(temporary, "rw-------"))) {
			ByteBuffer buffer = ByteBuffer.wrap(content);
			while (buffer.hasRemaining()) {
				channel.write(buffer);
			}
			channel.force(true);
		}
		Files.move(temporary, this.path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		forceDirectory();
	}

	/**
	 * Create a directory that only its owner may enter. One that exists stays as it is.
	 * @param directory the directory
	 * @throws IOException if it cannot be created
	 */
	public static void createDirectory(Path directory) throws IOException {
		Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
	}

	private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
		return path.getFileSystem().supportedFileAttributeViews().contains("posix")
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

	/**
	 * Force the new name of the file to disk, so that it outlives a crash of the machine.
	 * Some systems cannot do so.
	 */
	private void forceDirectory() {
		try (FileChannel channel = FileChannel.open(this.path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			logger.trace("This system cannot force directories to disk", ex);
		}
	}

	/**
	 * Keep a file that could not be read beside the one that is about to replace it, so
	 * that people can find out what it was.
	 */
	public void keepCopy() {
		Path copy = sibling(".unreadable");
		try {
			Files.copy(this.path, copy, StandardCopyOption.REPLACE_EXISTING);
			logger.info("The file %s, which could not be used, is replaced; a copy is %s".formatted(this.path, copy));
		}
		catch (IOException ex) {
			logger.warn("The file %s, which could not be used, is replaced, and could not be copied: %s"
				.formatted(this.path, reason(ex)));
		}
	}

	private Path sibling(String suffix) {
		return this.path.resolveSibling(this.path.getFileName() + suffix);
	}

	/**
	 * Return the reason that the system gave. Java leaves it out for the most frequent
	 * ones.
	 * @param ex the failure
	 * @return the reason, for a sentence
	 */
	public static String reason(IOException ex) {
		if (ex instanceof NoSuchFileException) {
			return "No such file or directory";
		}
		if (ex instanceof AccessDeniedException) {
			return "Permission denied";
		}
		String reason = (ex instanceof FileSystemException failure && failure.getReason() != null) ? failure.getReason()
				: ex.getMessage();
		return (reason != null) ? reason : ex.toString();
	}

	/**
	 * Return what an operator can do about a failure to write.
	 * @param ex the failure
	 * @return the way out, a sentence without its full stop
	 */
	public static String wayOut(IOException ex) {
		if (ex instanceof NoSuchFileException) {
			return "Create the directory again, or mount it";
		}
		if (ex instanceof AccessDeniedException) {
			return "Permit the application to write there";
		}
		return switch (reason(ex)) {
			case "No space left on device", "Disk quota exceeded" -> "Make space there";
			case "Read-only file system" -> "Mount it so that the application may write there";
			default -> "Repair the directory";
		};
	}

}
