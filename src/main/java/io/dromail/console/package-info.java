/** What the web console needs beside the API: its files, figures and a picture of the routes. */
package io.dromail.console;
