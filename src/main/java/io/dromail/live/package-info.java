/** The routes as files that people edit: judging them before anything runs. */
package io.dromail.live;
