"""aiogram as its documentation uses it, with one committed row for each update."""

import asyncio
from datetime import UTC, datetime

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from sqlalchemy.ext.asyncio import async_sessionmaker

from benchmarks.subjects.process import Order, print_usage_when_asked, say_ready, wait_for_end
from benchmarks.telegram import WEBHOOK_PATH
from benchmarks.traffic import KEYBOARD, SECRET, TEXT, TOKEN
from bot.storage.database.base import Base
from bot.storage.database.engine import open_engine
from bot.storage.updates import SeenUpdate

dispatcher = Dispatcher()
order = Order.read()
engine = open_engine(order.database_url)
sessions = async_sessionmaker(engine, expire_on_commit=False)


@dispatcher.callback_query()
async def on_tap(query: CallbackQuery, event_update: Update) -> None:
    await keep(event_update.update_id)
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(TEXT, reply_markup=keyboard())


@dispatcher.message()
async def on_message(message: Message, event_update: Update) -> None:
    await keep(event_update.update_id)
    await message.answer(TEXT, reply_markup=keyboard())


async def keep(update_id: int) -> None:
    async with sessions.begin() as session:
        session.add(SeenUpdate(update_id=update_id, seen_at=datetime.now(UTC)))


def keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=button["text"], callback_data=button["callback_data"])]
            for button in KEYBOARD
        ]
    )


async def main() -> None:
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    bot = Bot(
        TOKEN,
        session=AiohttpSession(api=TelegramAPIServer.from_base(order.api_url)),
        default=DefaultBotProperties(parse_mode="HTML"),
    )
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, WEBHOOK_PATH)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", order.port).start()
    print_usage_when_asked()
    say_ready()
    await wait_for_end()
    await runner.cleanup()
    await bot.session.close()
    await engine.dispose()


asyncio.run(main())
