package io.azulejo.server.page;

import java.nio.file.Path;
import java.util.regex.Pattern;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** The page under fingers. */
@BrowserTest
class PhonePageIT {

    @Test
    void sidebarWhenSwipedThenOpensAndCloses(Visitor visitor) {
        Finger finger = onAPhone(visitor);
        finger.swipe(60, 400, 220, 410);
        Locator sidebar = visitor.page().getByRole(AriaRole.DIALOG,
                new Page.GetByRoleOptions().setName("Conversations"));
        assertThat(sidebar).isVisible();
        visitor.assertAccessible();
        finger.swipe(250, 820, 20, 825);
        assertThat(sidebar).hasCount(0);
        finger.swipe(60, 300, 90, 120);
        assertThat(sidebar).hasCount(0);
    }

    @Test
    void conversationWhenPulledThenIsPinnedOrDeletedAndEachIsUndone(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("under the finger").untilAnswered();
        Finger finger = onAPhone(visitor);
        visitor.button("Open conversations").click();
        Locator pinned = visitor.conversations().getByText("Pinned", new Locator.GetByTextOptions().setExact(true));

        pull(visitor, finger, 110);
        assertThat(pinned).isVisible();
        undo(visitor);
        assertThat(visitor.conversation("under the finger")).isVisible();
        assertThat(pinned).hasCount(0);

        pull(visitor, finger, 220);
        assertThat(visitor.conversation("under the finger")).hasCount(0);
        undo(visitor);
        assertThat(visitor.conversation("under the finger")).isVisible();

        // Neither a short pull nor scrolling does anything.
        String address = visitor.page().url();
        pull(visitor, finger, 40);
        BoundingBox row = place(visitor.conversation("under the finger"));
        finger.swipe(row.x + 30, row.y + 10, row.x + 60, row.y + 200);
        assertThat(visitor.conversation("under the finger")).isVisible();
        assertThat(visitor.page()).hasURL(address);
    }

    @Test
    void conversationWhenHeldThenShowsItsMenu(Visitor visitor) {
        visitor.open("/").useModel("scripted").ask("held for long").untilAnswered();
        Finger finger = onAPhone(visitor);
        visitor.button("Open conversations").click();
        BoundingBox row = place(visitor.conversation("held for long"));
        finger.down(row.x + 40, row.y + 15);
        assertThat(visitor.menuItem("Rename")).isVisible();
        finger.up();
        assertThat(visitor.menuItem("Rename")).isVisible();
        visitor.assertAccessible();
        visitor.page().keyboard().press("Escape");
    }

    @Test
    void composerWhenAPhotoIsTakenAndTheKeyboardTakesHalfOfTheScreenThenIsInSight(Visitor visitor) {
        onAPhone(visitor);
        assertThat(visitor.page().locator("meta[name=viewport]")).hasAttribute("content",
                Pattern.compile("interactive-widget=resizes-content"));
        visitor.page().waitForFileChooser(() -> visitor.button("Take a photo").click())
                .setFiles(Path.of("../docs/pictures/shapes.png"));
        assertThat(visitor.button("Remove shapes.png")).isVisible();
        visitor.page().setViewportSize(390, 420);
        visitor.box().fill("one\ntwo\nthree\nfour");
        BoundingBox send = visitor.button("Send").boundingBox();
        assertThat(send.y + send.height).isLessThanOrEqualTo(420);
    }

    private static void pull(Visitor visitor, Finger finger, double by) {
        BoundingBox row = place(visitor.conversation("under the finger"));
        finger.swipe(row.x + 30, row.y + 15, row.x + 30 + by, row.y + 18);
    }

    /** Once it has come to rest. */
    private static BoundingBox place(Locator row) {
        row.scrollIntoViewIfNeeded();
        return row.boundingBox();
    }

    /** And looks at the list anew. */
    private static void undo(Visitor visitor) {
        visitor.page().waitForResponse(response -> !response.request().method().equals("GET"),
                () -> visitor.button("Undo").click());
        visitor.page().reload();
        visitor.button("Open conversations").click();
    }

    private static Finger onAPhone(Visitor visitor) {
        visitor.page().setViewportSize(390, 844);
        CDPSession session = visitor.context().newCDPSession(visitor.page());
        JsonObject touch = new JsonObject();
        touch.addProperty("enabled", true);
        session.send("Emulation.setTouchEmulationEnabled", touch);
        visitor.open(visitor.page().url().startsWith("http") ? visitor.page().url() : "/");
        return new Finger(session);
    }

    /** Touches as the browser gets them from a screen. */
    private record Finger(CDPSession session) {

        private static final int STEPS = 12;

        void swipe(double fromX, double fromY, double toX, double toY) {
            down(fromX, fromY);
            for (int step = 1; step <= STEPS; step++) {
                double part = step / (double) STEPS;
                send("touchMove", point(fromX + part * (toX - fromX), fromY + part * (toY - fromY)));
            }
            up();
        }

        void down(double x, double y) {
            send("touchStart", point(x, y));
        }

        void up() {
            send("touchEnd", new JsonArray());
        }

        private void send(String type, JsonArray points) {
            JsonObject event = new JsonObject();
            event.addProperty("type", type);
            event.add("touchPoints", points);
            session.send("Input.dispatchTouchEvent", event);
        }

        private static JsonArray point(double x, double y) {
            JsonObject point = new JsonObject();
            point.addProperty("x", x);
            point.addProperty("y", y);
            JsonArray points = new JsonArray();
            points.add(point);
            return points;
        }
    }
}
