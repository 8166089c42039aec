"""python-telegram-bot as its documentation uses it, with our request backend and no database."""

import asyncio
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from benchmarks.subjects.process import Order, print_usage_when_asked, say_ready, wait_for_end
from benchmarks.telegram import LINES
from benchmarks.traffic import KEYBOARD, SECRET, TEXT, TOKEN
from bot.transport.request import AiohttpRequest
from bot.web.server import WebServer, build_app


async def on_tap(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.callback_query is not None:
        await update.callback_query.answer()
        await update.callback_query.edit_message_text(
            TEXT, parse_mode="HTML", reply_markup=keyboard()
        )


async def on_message(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_html(TEXT, reply_markup=keyboard())


def keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(button["text"], callback_data=button["callback_data"])]
            for button in KEYBOARD
        ]
    )


async def main() -> None:
    order = Order.read()
    builder = (
        Application.builder()
        .token(TOKEN)
        .base_url(f"{order.api_url}/bot")
        .request(AiohttpRequest())
        .get_updates_request(AiohttpRequest(pool_size=2, read_seconds=30))
        .concurrent_updates(LINES)
    )
    application = (builder.updater(None) if order.port else builder).build()
    application.add_handler(CallbackQueryHandler(on_tap))
    application.add_handler(MessageHandler(filters.ALL, on_message))
    print_usage_when_asked()
    async with application:
        if order.port:
            await serve_webhook(application, order.port)
        else:
            await poll(application)


async def serve_webhook(application: Any, port: int) -> None:
    async def receive(raw: Any) -> None:
        await application.process_update(Update.de_json(raw, application.bot))

    async def healthy() -> None:
        return None

    server = WebServer(build_app(healthy, receive, SECRET), "127.0.0.1", port)
    await server.start()
    say_ready()
    await wait_for_end()
    await server.stop()


async def poll(application: Any) -> None:
    await application.start()
    await application.updater.start_polling()
    say_ready()
    await wait_for_end()
    await application.updater.stop()
    await application.stop()


asyncio.run(main())
